/** What goes into a payment request, and how much may be keyed. */
import { useTranslation } from 'react-i18next';
import { SIGN_TYPES } from '../../../shared/settings.ts';
import { Field } from '../../ui/field.tsx';
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
        <Field
          label={t('field.signType')}
          help={t('field.signTypeHelp')}
          error={refused.includes('signType') ? t('field.signTypeError') : null}
        >
          {(ids) => (
            <select
              {...ids}
              value={draft.signType}
              onChange={(event) => {
                const chosen = SIGN_TYPES.find((type) => type === event.target.value);
                if (chosen) edit({ signType: chosen });
              }}
            >
              {SIGN_TYPES.map((type) => (
                <option key={type}>{type}</option>
              ))}
            </select>
          )}
        </Field>
      </Columns>
    </Group>
  );
}
