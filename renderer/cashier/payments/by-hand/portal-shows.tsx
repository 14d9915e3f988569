/** Asks what QFPay's portal shows for one payment or refund, and the amount where it matters. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EMPTY_ENTRY, entryAmount, entryOf, type Entry } from '../../../../shared/attempt/amount-entry.ts';
import type { Verdict } from '../../../../shared/attempt/record.ts';
import { CURRENCIES, cents, formatMoney, CENTS_MAX, parseAmount, type Currency } from '../../../../shared/money.ts';
import type { AttemptView } from '../../../../shared/contract/payments.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Keypad } from '../../../ui/keypad.tsx';
import { KeyedFigure, KeyedNotes, useKeyedAmount } from '../../frame/keyed-amount.tsx';
import { useKeying } from '../../state/ui-state.ts';
import type { Shown } from './by-hand.tsx';
import styles from './by-hand.module.css';

type Props = {
  readonly attempt: AttemptView;
  /** The earlier answer, if the person came back to this step. */
  readonly before: Shown | null;
  readonly onBack: () => void;
  readonly onNext: (shown: Shown) => void;
};

export function PortalShows({ attempt, before, onBack, onNext }: Props) {
  const { t } = useTranslation();
  const { amount: wanted, currency, verdicts, gatewayRef } = attempt;
  const only = verdicts.length === 1 ? (verdicts[0] ?? null) : null;
  const [verdict, setVerdict] = useState<Verdict | null>(before?.verdict ?? only);
  const asksAmount = verdict === 'paid' || verdict === 'refunded' || verdict === 'returned';
  const first = before === null ? EMPTY_ENTRY : entryOf(before.amount, currency);
  const { entry, press, setEntry } = useKeyedAmount(first, currency, CENTS_MAX, asksAmount);
  // A keyed zero is valid here: perhaps nothing was returned.
  const isNothing = verdict === 'returned' && entry.refusal === null && parseAmount(entry.text, currency) === 0;
  const said = isNothing ? cents(0) : entryAmount(entry, currency);

  useKeying(verdict !== null);
  /** Suggests the requested amount, because usually exactly that moved. */
  const choose = (chosen: Verdict): void => {
    setVerdict(chosen);
    setEntry(chosen === 'returned' ? EMPTY_ENTRY : entryOf(wanted, currency));
  };
  const isWhole = verdict !== null && (!asksAmount || said !== null);

  return (
    <Dialog
      wide
      title={t('byHand.question')}
      onClose={onBack}
      actions={
        <>
          <Button
            look="strong"
            large
            disabled={!isWhole}
            onClick={() => isWhole && onNext({ verdict, amount: asksAmount ? (said ?? cents(0)) : wanted })}
          >
            {t('byHand.next')}
          </Button>
          <Button large onClick={onBack}>
            {t('common.back')}
          </Button>
        </>
      }
    >
      <p>
        {t('byHand.find')} <strong className={styles['number']}>{attempt.number}</strong>
        {gatewayRef === null ? null : (
          <>
            {' · '}
            <strong className={styles['number']}>{gatewayRef}</strong>
          </>
        )}
      </p>
      <div className={styles['choice']}>
        <div className={styles['verdicts']} role="radiogroup" aria-label={t('byHand.question')}>
          {verdicts.map((each) => (
            <button
              key={each}
              type="button"
              role="radio"
              aria-checked={each === verdict}
              className={styles['verdict']}
              onClick={() => choose(each)}
            >
              {t(`byHand.verdict.${each}`)}
            </button>
          ))}
          {asksAmount ? <HowMuch verdict={verdict} entry={entry} currency={currency} /> : null}
        </div>
        {asksAmount ? <Keypad onKey={press} decimals={CURRENCIES[currency].decimals} /> : null}
      </div>
    </Dialog>
  );
}

type HowMuchProps = {
  readonly verdict: 'paid' | 'refunded' | 'returned';
  readonly entry: Entry;
  readonly currency: Currency;
};

function HowMuch({ verdict, entry, currency }: HowMuchProps) {
  const { t } = useTranslation();
  const most = t('refund.most', { amount: formatMoney(CENTS_MAX, currency) });
  return (
    <>
      <p>{t(`byHand.amount.${verdict}`)}</p>
      <p className={styles['amount']} role="status" aria-label={t('common.amount')}>
        <KeyedFigure entry={entry} currency={currency} />
      </p>
      <p>
        <KeyedNotes entry={entry} currency={currency} most={most} />
      </p>
    </>
  );
}
