/** The till's id and the shop's name in each language. */
import { useTranslation } from 'react-i18next';
import { LANGUAGES } from '../../../shared/settings.ts';
import { Field } from '../../ui/field.tsx';
import { Columns, Group, type GroupProps } from './group.tsx';
import styles from './screens-group.module.css';
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
          <Field
            key={language}
            label={t('field.shopName', { language: t(`language.${language}`) })}
            error={
              refused.includes(`shopName.${language}`) || refused.includes('shopName') ? t('field.shopNameError') : null
            }
          >
            {(ids) => (
              <input
                {...ids}
                type="text"
                lang={language}
                autoComplete="off"
                value={draft.shopName[language]}
                onChange={(event) => edit({ shopName: { ...draft.shopName, [language]: event.target.value } })}
              />
            )}
          </Field>
        ))}
      </Columns>
      <label className={styles['check']}>
        <input
          type="checkbox"
          checked={draft.exportForExcel}
          onChange={(event) => edit({ exportForExcel: event.target.checked })}
        />
        {t('field.exportForExcel')}
      </label>
    </Group>
  );
}
