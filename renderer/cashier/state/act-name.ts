import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';

/** What a person did, in words. The ledger may hold an act of a newer program; it is shown by its name. */
export function useActName(): (act: string) => string {
  const { t, i18n } = useTranslation();
  return (act) => {
    const key = `act.${act}`;
    return i18n.exists(key) ? t(key as ParseKeys) : act;
  };
}
