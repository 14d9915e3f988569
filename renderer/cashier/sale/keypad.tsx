/** The main screen: the amount, the keys, the payment buttons, and attempts that are still open. */
import { FlaskConical, QrCode, ScanLine } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { entryAmount, pressKey, sumShown, type AmountKey, type Entry } from '../../../shared/attempt/amount-entry.ts';
import type { CashierState } from '../../../shared/contract/contract.ts';
import { CURRENCIES, formatMoney, type Cents, type Currency } from '../../../shared/money.ts';
import { fitsStep, tendersOnOffer, type Tender } from '../../../shared/wallet.ts';
import { Button, keepFocusWhereItIs } from '../../ui/button.tsx';
import { Keypad } from '../../ui/keypad.tsx';
import { start } from '../state/ask.ts';
import { CheckingStrip } from '../payments/checking.tsx';
import { ForPersonStrip } from '../payments/for-person.tsx';
import { Frame } from '../frame/frame.tsx';
import type { Door } from '../frame/side-screen.tsx';
import { KeyedFigure, KeyedNotes, soundRefusal } from '../frame/keyed-amount.tsx';
import { amountKeyOf, useKeys } from '../frame/keys.ts';
import { LastSale } from './last-sale.tsx';
import { LateWaits } from '../payments/late-payment.tsx';
import { setEntry, show, useKeying, useLocal } from '../state/ui-state.ts';
import { Outcomes } from '../training/outcomes.tsx';
import { RefundsStrip } from '../payments/refunds-to-do.tsx';
import { WhoIsHere } from '../staff/change-over.tsx';
import { ScannerLight } from '../frame/scanner-light.tsx';
import { useWayGuard } from '../frame/tap-guard.tsx';
import { named } from '../../window/wallet-name.ts';
import styles from './keypad.module.css';

/** The tenders on offer, each with its function key. */
const OFFERED = tendersOnOffer().map((tender, index) => ({ tender, key: `F${index + 1}` }));

type Props = {
  readonly state: CashierState;
  /** Buttons for side screens. */
  readonly doors: readonly Door[];
};

export function KeypadScreen({ state, doors }: Props) {
  const { t } = useTranslation();
  const { currency, limit, saleId } = state;
  const entry = useLocal((local) => local.entry);
  const locked = useLocal((local) => local.startedSale === saleId);
  const [card, setCard] = useState(false);
  const amount = entryAmount(entry, currency);
  const wayGuard = useWayGuard();
  const isEmpty = entry.text === '';
  useKeying(!isEmpty);

  const press = usePress(state);
  const pay = useCallback(
    (tender: Tender) => {
      if (amount !== null) void start(saleId, amount, tender);
    },
    [amount, saleId],
  );
  useKeypadKeys(press, pay);
  return (
    <Frame
      state={state}
      screen="keypad"
      bar={<Bar state={state} doors={doors} onCard={() => setCard(true)} />}
      lamps={<ScannerLight lamp={state.scanner} />}
    >
      <h1 className={styles['hidden']}>{t('keypad.title')}</h1>
      <div className={styles['top']}>
        <LateWaits />
        {isEmpty && state.lastSale !== null ? <LastSale sale={state.lastSale} /> : null}
        <AmountRow entry={entry} currency={currency} limit={limit} />
      </div>
      <div className={styles['work']}>
        <Keypad onKey={press} decimals={CURRENCIES[currency].decimals} />
        <div className={styles['ways']} {...wayGuard}>
          {OFFERED.map((offer) => (
            <TenderButton key={offer.key} offer={offer} amount={locked ? null : amount} onPay={pay} />
          ))}
          <div className={styles['strips']}>
            {state.forPerson.length === 0 ? (
              <CheckingStrip attempts={state.checking} />
            ) : (
              <ForPersonStrip attempts={state.forPerson} checking={state.checking} />
            )}
            <RefundsStrip refunds={state.refundsToRetry} />
          </div>
        </div>
      </div>
      {card ? <Outcomes currency={currency} onClose={() => setCard(false)} /> : null}
    </Frame>
  );
}

/** Handles an amount key. Between the tap on a payment button and main's answer the amount is frozen. */
function usePress({ currency, limit, saleId }: CashierState): (key: AmountKey) => void {
  return useCallback(
    (key) => {
      const { entry: before, startedSale } = useLocal.getState();
      if (startedSale === saleId) return;
      const after = pressKey(before, key, currency, limit);
      soundRefusal(before, after);
      setEntry(after);
    },
    [currency, limit, saleId],
  );
}

function useKeypadKeys(press: (key: AmountKey) => void, pay: (tender: Tender) => void): void {
  const onKey = useCallback(
    (key: string) => {
      const offer = OFFERED.find((one) => one.key === key);
      if (offer !== undefined) {
        pay(offer.tender);
        return true;
      }
      const amountKey = amountKeyOf(key);
      if (amountKey !== null) press(amountKey);
      return amountKey !== null;
    },
    [pay, press],
  );
  useKeys(onKey);
}

function Bar({ state, doors, onCard }: Props & { readonly onCard: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <p className={styles['shop']}>{state.shopName}</p>
      <WhoIsHere state={state} />
      {state.mode === 'training' ? (
        <Button look="quiet" icon={<FlaskConical aria-hidden size={24} />} onClick={onCard}>
          {t('mode.card')}
        </Button>
      ) : null}
      {doors.map(({ to, label, icon: Icon }) => (
        <Button key={to} look="quiet" icon={<Icon aria-hidden size={24} />} onClick={() => show(to)}>
          {t(label)}
        </Button>
      ))}
    </>
  );
}

type AmountProps = { readonly entry: Entry; readonly currency: Currency; readonly limit: Cents };

function AmountRow({ entry, currency, limit }: AmountProps) {
  const { t } = useTranslation();
  const longest = (sumShown(entry, currency) ?? entry.text).length;
  const most = t('keypad.limit', { limit: formatMoney(limit, currency) });
  return (
    <p
      className={styles['amount']}
      data-length={longest > 9 ? 'long' : 'short'}
      role="status"
      aria-label={t('common.amount')}
    >
      <span className={styles['prompt']}>
        {entry.text === '' ? t('keypad.empty') : null} <KeyedNotes entry={entry} currency={currency} most={most} />
      </span>
      <KeyedFigure entry={entry} currency={currency} />
    </p>
  );
}

type TenderProps = {
  readonly offer: (typeof OFFERED)[number];
  /** Null while no amount can be charged. */
  readonly amount: Cents | null;
  readonly onPay: (tender: Tender) => void;
};

function TenderButton({ offer: { tender, key }, amount, onPay }: TenderProps) {
  const { t } = useTranslation();
  const { mode } = tender;
  const Icon = mode === 'mpm' ? QrCode : ScanLine;
  const name = t(`way.${mode}`, named(t, tender));
  return (
    <button
      type="button"
      className={styles['way']}
      disabled={amount === null || !fitsStep(tender, amount)}
      aria-label={name}
      aria-keyshortcuts={key}
      onMouseDown={keepFocusWhereItIs}
      onClick={() => onPay(tender)}
    >
      <Icon aria-hidden className={styles['icon']} />
      <span className={styles['name']}>{name}</span>
      <span className={styles['hint']}>{t(`way.${mode}Hint`, named(t, tender))}</span>
      <kbd className={styles['shortcut']}>{key}</kbd>
    </button>
  );
}
