/**
 * The sale that left the screens last, on the keypad as long as nothing is keyed: what became of it, the way to it, and its
 * amount once more for the next customer. Again is an amount and no charge.
 */
import { Repeat2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CashierWord } from '../../../shared/attempt/word.ts';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import { formatMoney } from '../../../shared/money.ts';
import { hkDateTime } from '../../../shared/time.ts';
import { Button } from '../../ui/button.tsx';
import { WordIcon } from '../../ui/word.tsx';
import { keyIn } from '../state/ask.ts';
import { openPayment } from '../state/ui-state.ts';
import { useWayGuard } from '../frame/tap-guard.tsx';
import styles from './last-sale.module.css';

/** "21:05" of "2026-11-22 21:05:09". */
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

/** Beside "do not charge again" nothing may invite to just that. */
const mayBeKeyedAgain = (word: CashierWord): boolean => word === 'paid' || word === 'not-paid' || word === 'paid-late';
