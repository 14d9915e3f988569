/** The chips of a search, and the button that takes all of them away. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import styles from './lists.module.css';

type Props = { readonly isFiltered: boolean; readonly onClear: () => void; readonly children: ReactNode };

export function Chips({ isFiltered, onClear, children }: Props) {
  const { t } = useTranslation();
  return (
    <nav className={styles['filters']} aria-label={t('search.filters')}>
      {children}
      {isFiltered ? (
        <Button look="quiet" icon={<X aria-hidden size={28} />} aria-label={t('search.noFilter')} onClick={onClear} />
      ) : null}
    </nav>
  );
}
