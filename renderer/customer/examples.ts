/** An example of every customer screen, with the longest amount. */
import type { CustomerScreen, CustomerState } from '../../shared/contract/customer.ts';
import { cents } from '../../shared/money.ts';
import type { Language } from '../../shared/settings.ts';

const LONGEST = cents(99_999_999);
const QR = 'https://qr.payme.hsbc.com.hk/2/3QeX9vJm2L7uKc5nT8bWfYdH6gRzAaEsPp1o';

export const CUSTOMER_STATES: Readonly<Record<CustomerScreen['kind'], CustomerScreen>> = {
  idle: { kind: 'idle' },
  closed: { kind: 'closed' },
  'show-code': { kind: 'show-code', wallet: 'payme', amount: LONGEST },
  wait: { kind: 'wait', amount: LONGEST },
  qr: { kind: 'qr', wallet: 'payme', amount: LONGEST, qr: QR, leftMs: 30_000 },
  checking: { kind: 'checking', amount: LONGEST },
  'time-over': { kind: 'time-over', amount: LONGEST },
  'given-up': { kind: 'given-up', wallet: 'payme', amount: LONGEST },
  paid: { kind: 'paid', amount: LONGEST },
  'not-paid': { kind: 'not-paid', amount: LONGEST },
};

export function customerState(screen: CustomerScreen, language: Language): CustomerState {
  return { language, shopName: 'Harbour Kitchen & Noodle Bar, Sheung Wan', mode: 'training', currency: 'HKD', screen };
}
