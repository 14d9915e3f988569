/** What both windows are told, put together from the settings, the open till and what the counter itself knows. */
import type { Mode } from '../../shared/contract/account.ts';
import type { CashierState } from '../../shared/contract/contract.ts';
import type { CustomerScreen, CustomerState } from '../../shared/contract/customer.ts';
import { assertNever } from '../../shared/result.ts';
import type { Environment, Settings } from '../../shared/settings.ts';
import { TILL_CURRENCY } from '../../shared/wallet.ts';
import type { TillState } from '../till/till.ts';
import { troubleOf, type Standing } from './standing.ts';

const IDLE: CustomerScreen = { kind: 'idle' };

/** @param till null while no till is open */
export function cashierState(
  settings: Settings,
  till: TillState | null,
  {
    standing,
    ...counter
  }: Pick<CashierState, 'mode' | 'scanner' | 'customerScreen' | 'notices' | 'stillPractising'> & {
    readonly standing: Standing | null;
  },
): CashierState {
  const { cashierLanguage, shopName, limit, sounds } = settings;
  return {
    language: cashierLanguage,
    shopName: shopName[cashierLanguage],
    currency: TILL_CURRENCY,
    limit,
    sounds,
    saleId: till?.saleId ?? '',
    stage: till?.stage ?? { kind: 'keypad' },
    checking: till?.checking ?? [],
    news: till?.news ?? [],
    refundsToDo: till?.refundsToDo ?? [],
    lastSale: till?.lastSale ?? null,
    forPerson: till?.forPerson ?? [],
    turned: counter.customerScreen === 'own' ? null : customerState(settings, till, counter.mode, standing),
    trouble: troubleOf(standing),
    ...counter,
  };
}

export function customerState(
  { customerLanguage, shopName }: Settings,
  till: TillState | null,
  mode: Mode,
  standing: Standing | null,
): CustomerState {
  const screen = till?.customer ?? IDLE;
  // Nobody is asked to pay at a till that takes no payment.
  const isClosed = screen.kind === 'idle' && standing !== null;
  return {
    language: customerLanguage,
    shopName: shopName[customerLanguage],
    mode,
    currency: TILL_CURRENCY,
    screen: isClosed ? { kind: 'closed' } : screen,
  };
}

export function modeOf(environment: Environment): Mode {
  switch (environment) {
    case 'training':
      return 'training';
    case 'sandbox':
      return 'test-gateway';
    case 'production':
      return 'live';
    case 'live-test':
      return 'live-test';
    default:
      return assertNever(environment);
  }
}
