/**
 * An amount while somebody keys it: the number, decimals not keyed yet in grey, and the parts of a sum. A refused key
 * shakes the amount; a message stays until another key is accepted.
 */
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  partsOf,
  pressKey,
  sumShown,
  unkeyedDecimals,
  type AmountKey,
  type Entry,
} from '../../../shared/attempt/amount-entry.ts';
import { CURRENCIES, groupThousands, type Cents, type Currency } from '../../../shared/money.ts';
import { play } from '../../window/tones.ts';
import { useTill } from '../state/store.ts';
import { amountKeyOf, useKeys } from './keys.ts';
import styles from './keyed-amount.module.css';

/** How many earlier parts fit beside the sum. */
const SHOWN_PARTS_MAX = 4;

type Props = { readonly entry: Entry; readonly currency: Currency };

export function KeyedFigure({ entry, currency }: Props) {
  const isEmpty = entry.text === '';
  const sum = sumShown(entry, currency);
  const [part = ''] = partsOf(entry);
  return (
    // The key makes React draw a new element for each refusal, so that each one shakes.
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

/**
 * The parts of a sum, and why the last key was refused. Shows nothing for an ordinary amount.
 *
 * @param most the sentence that names the limit
 */
export function KeyedNotes({ entry, currency, most }: Props & { readonly most: string }) {
  const { t } = useTranslation();
  const parts = partsOf(entry);
  const last = parts.at(-1) ?? '';
  const before = parts.slice(0, -1);
  return (
    <>
      {before.length === 0 ? null : (
        <span className={styles['parts']}>
          {before.length > SHOWN_PARTS_MAX ? '… + ' : null}
          {before.slice(-SHOWN_PARTS_MAX).map((part) => `${groupThousands(part)} + `)}
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

/** The sound tells a cashier who is not looking that the key was refused. */
export function soundRefusal(before: Entry, after: Entry): void {
  if (after.refusals > before.refusals && useTill.getState().received?.state.sounds === true) play('refused');
}

type Keying = {
  readonly entry: Entry;
  readonly press: (key: AmountKey) => void;
  readonly setEntry: (entry: Entry) => void;
};

/**
 * Holds the amount that somebody keys in a dialog, on its keys or on a keyboard.
 *
 * @param most a key that would exceed it is refused
 * @param isAsked whether the dialog wants an amount at the moment; otherwise it ignores keys
 */
export function useKeyedAmount(first: Entry, currency: Currency, most: Cents, isAsked = true): Keying {
  const [entry, setEntry] = useState(first);
  const press = useCallback(
    (key: AmountKey) => {
      const after = pressKey(entry, key, currency, most);
      soundRefusal(entry, after);
      setEntry(after);
    },
    [entry, currency, most],
  );
  const onKey = useCallback(
    (key: string) => {
      const amountKey = isAsked ? amountKeyOf(key) : null;
      if (amountKey !== null) press(amountKey);
      return amountKey !== null;
    },
    [isAsked, press],
  );
  useKeys(onKey, 'dialog');
  return { entry, press, setEntry };
}
