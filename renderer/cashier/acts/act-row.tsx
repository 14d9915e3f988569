/** One act in the list. A tap on one that is about a payment opens the payment. */
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActView } from '../../../shared/contract/acts.ts';
import type { Currency } from '../../../shared/money.ts';
import { hkDateTime } from '../../../shared/time.ts';
import { keepFocusWhereItIs } from '../../ui/button.tsx';
import { useActName } from '../state/act-name.ts';
import { openPayment } from '../state/ui-state.ts';
import { useActFacts } from './act-facts.ts';
import styles from './acts.module.css';

export function ActRow({ act, currency }: { readonly act: ActView; readonly currency: Currency }) {
  const { t } = useTranslation();
  const nameOf = useActName();
  const factsOf = useActFacts(currency);
  const { about, readable } = act;
  const words: ReactNode = (
    <>
      <span className={styles['when']}>{hkDateTime(act.at)}</span>
      <strong className={styles['what']}>{nameOf(act.what)}</strong>
      <span className={styles['who']}>{t('story.who', { by: act.by, role: t(`role.${act.role}`) })}</span>
      <span className={styles['facts']}>{factsOf(act).join(' · ')}</span>
    </>
  );
  if (about === null || readable === null) {
    return (
      <div className={styles['row']} tabIndex={-1}>
        {words}
      </div>
    );
  }
  return (
    <button type="button" className={styles['row']} onMouseDown={keepFocusWhereItIs} onClick={() => openPayment(about)}>
      {words}
      <ChevronRight aria-hidden size={24} className={styles['arrow']} />
    </button>
  );
}
