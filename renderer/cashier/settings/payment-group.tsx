/** The fields of a payment request, and the highest amount a cashier may key. */
import { useTranslation } from 'react-i18next';
import { SIGN_TYPES } from '../../../shared/settings.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { Columns, Group, type GroupProps } from './group.tsx';
import { TextSetting } from './text-setting.tsx';

export function PaymentGroup(props: GroupProps) {
  const { t } = useTranslation();
  const { draft, edit, refused } = props;
  return (
    <Group title={t('settings.groupPayment')}>
      <Columns>
        <TextSetting {...props} name="limit" inputMode="decimal" />
        <TextSetting {...props} name="expiredMinutes" inputMode="numeric" />
        <TextSetting {...props} name="goodsName" />
        <TextSetting {...props} name="udid" />
        {draft.environment === 'training' ? null : <TextSetting {...props} name="mchid" />}
        <TextSetting {...props} name="returnUrl" inputMode="url" />
        <SelectField
          label={t('field.signType')}
          help={t('field.signTypeHelp')}
          error={refused.includes('signType') ? t('field.signTypeError') : null}
          value={draft.signType}
          options={SIGN_TYPES}
          nameOf={(type) => type}
          onChoose={(signType) => edit({ signType })}
        />
      </Columns>
    </Group>
  );
}
