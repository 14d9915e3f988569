/** Who may do what, as the contract has it: the door lets through by the same table. */
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CONTRACT, type CommandName, type RightsOf } from '../../../shared/contract/contract.ts';
import type { Acting, ToRead } from '../../../shared/contract/entry.ts';
import { mayDo, ROLES } from '../../../shared/role.ts';
import styles from './rights.module.css';

type Name = CommandName<'cashier'>;
/** Everything that the table could name; what everybody may do is one row of it. */
type Named = {
  [K in Name]: RightsOf<'cashier', K> extends Acting | ToRead ? K : never;
}[Name];
/** What not every cashier may do. */
export type ForSome = Exclude<Named, 'recover' | 'changeOver' | 'changeOwnPin'>;

/** What needs nobody is for an owner who cannot come to the till. */
const ROWS = Object.entries(CONTRACT.cashier).flatMap(([name, entry]) =>
  ('act' in entry || 'onlyReads' in entry) && entry.needs !== 'nobody' && entry.needs !== 'cashier'
    ? [{ name: name as ForSome, needs: entry.needs }]
    : [],
);

export function Rights() {
  const { t } = useTranslation();
  return (
    <table className={styles['rights']}>
      <caption>{t('rights.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('rights.what')}</th>
          {ROLES.map((role) => (
            <th key={role} scope="col">
              {t(`role.${role}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t('rights.everybody')}</th>
          {ROLES.map((role) => (
            <Mark key={role} may />
          ))}
        </tr>
        {ROWS.map(({ name, needs }) => (
          <tr key={name}>
            <th scope="row">{t(`right.${name}`)}</th>
            {ROLES.map((role) => (
              <Mark key={role} may={mayDo(role, needs)} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Mark({ may }: { readonly may: boolean }) {
  const { t } = useTranslation();
  return <td>{may ? <Check aria-label={t('rights.may')} size={24} /> : <span>{t('rights.mayNot')}</span>}</td>;
}
