/**
 * An amount while it is keyed: the figure, the decimals that were not keyed in grey, the parts of a sum, and a key that was
 * refused, which shakes the figure and is said until another key is taken.
 */
import { useTranslation } from 'react-i18next';
import { partsOf, sumShown, unkeyedDecimals, type Entry } from '../../../shared/attempt/amount-entry.ts';
import { CURRENCIES, groupThousands, type Currency } from '../../../shared/money.ts';
import { play } from '../../window/tones.ts';
import { useTill } from '../state/store.ts';
import styles from './keyed-amount.module.css';

/** As many parts before the last one as there is room for beside their sum. */
const MOST_BEFORE = 4;

type Props = { readonly entry: Entry; readonly currency: Currency };

export function KeyedFigure({ entry, currency }: Props) {
  const isEmpty = entry.text === '';
  const sum = sumShown(entry, currency);
  const [part = ''] = partsOf(entry);
  return (
    // Drawn anew for each refusal, so that each shakes.
    <span
      key={entry.refusals}
      className={styles['figure']}
      data-empty={isEmpty}
      data-refused={entry.refusal !== null}
      data-sum={sum !== null}
    >
      <span className={styles['symbol']}>{CURRENCIES[currency].symbol.trim()}</span>
      {isEmpty ? '0' : groupThousands(sum ?? part)}
      {sum === null ? <span className={styles['unkeyed']}>{unkeyedDecimals(part, currency)}</span> : null}
    </span>
  );
}

/** The parts of a sum, and why the last key was not taken. Nothing for an ordinary amount. */
/** @param most says how much there can be at most */
export function KeyedNotes({ entry, currency, most }: Props & { readonly most: string }) {
  const { t } = useTranslation();
  const parts = partsOf(entry);
  const last = parts.at(-1) ?? '';
  const before = parts.slice(0, -1);
  return (
    <>
      {before.length === 0 ? null : (
        <span className={styles['parts']}>
          {before.length > MOST_BEFORE ? '… + ' : null}
          {before.slice(-MOST_BEFORE).map((part) => `${groupThousands(part)} + `)}
          <span className={styles['last']}>
            {groupThousands(last)}
            <span className={styles['unkeyed']}>{unkeyedDecimals(last, currency)}</span>
          </span>
        </span>
      )}
      {entry.refusal === null ? null : (
        <span className={styles['refused']} data-refusal={entry.refusal}>
          {entry.refusal === 'limit' ? most : null}
          <span>{t('keypad.refused')}</span>
        </span>
      )}
    </>
  );
}

/** A hand that does not look hears that a key was not taken. */
export function soundRefusal(before: Entry, after: Entry): void {
  if (after.refusals > before.refusals && useTill.getState().received?.state.sounds === true) play('refused');
}
