/** Builds the state of both windows, in groups, from the settings, the open till and the counter's own facts. */
import type { Mode } from '../../shared/contract/account.ts';
import type { CashierGroups, CashierState } from '../../shared/contract/contract.ts';
import type { CustomerGroups, CustomerScreen } from '../../shared/contract/customer.ts';
import type { StaffState } from '../../shared/contract/staff.ts';
import { joined } from '../../shared/contract/told.ts';
import { assertNever } from '../../shared/result.ts';
import type { Environment, Settings } from '../../shared/settings.ts';
import { TILL_CURRENCY } from '../../shared/wallet.ts';
import type { TillState } from '../till/till.ts';
import { troubleOf, type Standing } from './standing.ts';

const IDLE: CustomerScreen = { kind: 'idle' };

export type WindowStates = { readonly cashier: CashierGroups; readonly customer: CustomerGroups };

/** The facts that neither the settings nor the till hold. */
type CounterFacts = Pick<
  CashierState,
  'mode' | 'scanner' | 'customerScreen' | 'notices' | 'stillPractising' | 'revision'
> & { readonly standing: Standing | null; readonly staff: StaffState };

/** @param till null while no till is open */
export function windowStates(settings: Settings, till: TillState | null, facts: CounterFacts): WindowStates {
  const { cashierLanguage, shopName, limit, sounds } = settings;
  const { mode, stillPractising, scanner, customerScreen, notices, revision, standing, staff } = facts;
  const customer = customerGroups(settings, till, mode, standing);
  return {
    customer,
    cashier: {
      shop: { language: cashierLanguage, shopName: shopName[cashierLanguage], currency: TILL_CURRENCY, limit, sounds },
      account: { mode, stillPractising },
      sale: {
        saleId: till?.saleId ?? '',
        stage: till?.stage ?? { kind: 'keypad' },
        lastSale: till?.lastSale ?? null,
        turned: customerScreen === 'own' ? null : joined(customer),
      },
      inbox: {
        checking: till?.checking ?? [],
        news: till?.news ?? [],
        forPerson: till?.forPerson ?? [],
        refundsToRetry: till?.refundsToRetry ?? [],
      },
      payments: { revision },
      devices: { scanner, customerScreen },
      staff,
      support: { trouble: troubleOf(standing), notices },
    },
  };
}

function customerGroups(
  { customerLanguage, shopName }: Settings,
  till: TillState | null,
  mode: Mode,
  standing: Standing | null,
): CustomerGroups {
  const screen = till?.customer ?? IDLE;
  // A till that takes no payments must not look ready to a customer.
  const isClosed = screen.kind === 'idle' && standing !== null;
  return {
    shop: { language: customerLanguage, shopName: shopName[customerLanguage], mode, currency: TILL_CURRENCY },
    sale: { screen: isClosed ? { kind: 'closed' } : screen },
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
