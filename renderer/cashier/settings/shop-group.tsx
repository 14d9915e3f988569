/** The till's id and the shop's name in each language. */
import { useTranslation } from 'react-i18next';
import { LANGUAGES } from '../../../shared/settings.ts';
import { TextField } from '../../ui/text-field.tsx';
import { Tick } from '../../ui/tick.tsx';
import { Columns, Group, type GroupProps } from './group.tsx';
import { TextSetting } from './text-setting.tsx';

export function ShopGroup(props: GroupProps) {
  const { t } = useTranslation();
  const { draft, edit, refused } = props;
  return (
    <Group title={t('settings.groupShop')}>
      <Columns>
        <TextSetting {...props} name="tillId" />
        <TextSetting {...props} name="tills" inputMode="numeric" />
        {LANGUAGES.map((language) => (
          <TextField
            key={language}
            label={t('field.shopName', { language: t(`language.${language}`) })}
            error={
              refused.includes(`shopName.${language}`) || refused.includes('shopName') ? t('field.shopNameError') : null
            }
            lang={language}
            value={draft.shopName[language]}
            onText={(text) => edit({ shopName: { ...draft.shopName, [language]: text } })}
          />
        ))}
      </Columns>
      <Tick checked={draft.exportForExcel} onTick={(exportForExcel) => edit({ exportForExcel })}>
        {t('field.exportForExcel')}
      </Tick>
    </Group>
  );
}
