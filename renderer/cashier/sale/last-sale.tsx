/**
 * The last sale, shown on the keypad while no amount is keyed: its result, a button that opens it, and "again". "Again"
 * keys its amount for the next customer; it charges nothing.
 */
import { Repeat2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CashierStatus } from '../../../shared/attempt/word.ts';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import { formatMoney } from '../../../shared/money.ts';
import { hkDateTime } from '../../../shared/time.ts';
import { Button } from '../../ui/button.tsx';
import { WordIcon } from '../../ui/word.tsx';
import { keyIn } from '../state/ask.ts';
import { openPayment } from '../state/ui-state.ts';
import { useWayGuard } from '../frame/tap-guard.tsx';
import styles from './last-sale.module.css';

/** "2026-11-22 21:05:09" -> "21:05". */
const timeOf = (at: number): string => hkDateTime(at).slice(11, 16);

export function LastSale({ sale }: { readonly sale: AttemptView }) {
  const { t } = useTranslation();
  const { number, word, amount, currency, createdAt } = sale;
  const shown = formatMoney(amount, currency);
  return (
    <div className={styles['last']} role="group" aria-label={t('keypad.lastSale')} {...useWayGuard()}>
      <Button icon={<WordIcon word={word} size={28} />} onClick={() => openPayment(number)}>
        <span className={styles['sale']} data-word={word}>
          <span className={styles['word']}>{t(`word.${word}`)}</span> <span>{shown}</span>{' '}
          <span className={styles['time']}>{timeOf(createdAt)}</span>
        </span>
      </Button>
      {mayBeKeyedAgain(word) ? (
        <Button
          icon={<Repeat2 aria-hidden size={28} />}
          aria-label={t('keypad.againOf', { amount: shown })}
          onClick={() => keyIn(amount, currency)}
        >
          {t('keypad.again')}
        </Button>
      ) : null}
    </div>
  );
}

/** A status that says "do not charge again" must not stand beside an "again" button. */
const mayBeKeyedAgain = (word: CashierStatus): boolean =>
  word === 'paid' || word === 'not-paid' || word === 'paid-late';
