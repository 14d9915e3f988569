/** Examples of the keypad, of sales that wait for a code or show a QR, and of their results. */
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { CustomerScreenLamp } from '../../../shared/contract/devices.ts';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import {
  attempt,
  FOR_PERSON,
  HALF_A_MINUTE,
  LONGEST,
  PATH,
  PUT_OFF,
  refund,
  SHOP,
  type Examples,
} from '../state/examples.ts';

const QR = 'https://qr.payme.hsbc.com.hk/2/3QeX9vJm2L7uKc5nT8bWfYdH6gRzAaEsPp1o';

const onScreen = (view: AttemptView, qrShown = false): Pick<CashierState, 'stage'> => ({
  stage: { kind: 'attempt', attempt: view, qrShown, leftMs: HALF_A_MINUTE },
});

/** The QR with the longest amount on the cashier's screen, because there is no other screen. */
function turnedQr(customerScreen: CustomerScreenLamp): Partial<CashierState> {
  return {
    customerScreen,
    turned: {
      language: 'zh-HK',
      shopName: SHOP,
      mode: 'training',
      currency: 'HKD',
      screen: { kind: 'qr', wallet: 'payme', amount: LONGEST, qr: QR, leftMs: HALF_A_MINUTE },
    },
  };
}

export const SALE: Examples = {
  keypad: {},
  'keypad-live': { mode: 'live', scanner: 'ready' },
  'keypad-live-test': { mode: 'live-test', scanner: 'ready' },
  'keypad-busy': {
    scanner: 'failed',
    checking: [
      attempt('checking'),
      attempt('checking', { number: '01K7QF3M0001241V', tender: { wallet: 'payme', mode: 'cpm' } }),
    ],
    news: [attempt('not-paid', { number: '01K7QF3M0001251T' })],
    notices: [{ kind: 'settings-good-parts', keptAs: `${PATH}.damaged-1795352709000` }, { kind: 'already-open' }],
  },
  'keypad-refunds': {
    checking: [refund('refund-checking', { lastResponse: 'no-answer', advice: 'no-answer' })],
    refundsToRetry: [refund('not-refunded', PUT_OFF)],
  },
  'keypad-for-person': {
    checking: [attempt('checking'), refund('refund-checking')],
    refundsToRetry: [refund('not-refunded', PUT_OFF)],
    forPerson: [FOR_PERSON.checking, FOR_PERSON.part, FOR_PERSON.refund],
  },
  'paid-and-back': onScreen(attempt('paid', { returnedElsewhere: LONGEST })),
  armed: {
    stage: { kind: 'armed', tender: { wallet: 'payme', mode: 'cpm' }, amount: LONGEST, refusal: null, refusals: 0 },
  },
  'armed-ready': {
    scanner: 'ready',
    stage: { kind: 'armed', tender: { wallet: 'payme', mode: 'cpm' }, amount: LONGEST, refusal: null, refusals: 0 },
  },
  'armed-refused': {
    scanner: 'failed',
    stage: {
      kind: 'armed',
      tender: { wallet: 'payme', mode: 'cpm' },
      amount: LONGEST,
      refusal: 'used-before',
      refusals: 1,
    },
  },
  'waiting-qr': onScreen(attempt('waiting'), true),
  'waiting-no-qr': onScreen(attempt('waiting', { lastResponse: null, advice: null, gatewayRef: null })),
  'waiting-qr-turned': { ...onScreen(attempt('waiting'), true), ...turnedQr('none') },
  'waiting-qr-gone': { ...onScreen(attempt('waiting'), true), ...turnedQr('gone') },
  'waiting-qr-mirrored': { ...onScreen(attempt('waiting'), true), ...turnedQr('mirrored') },
  'keypad-screen-gone': { customerScreen: 'gone' },
  'waiting-cpm': onScreen(attempt('waiting', { tender: { wallet: 'payme', mode: 'cpm' }, codeTail: '4799' })),
  checking: onScreen(attempt('checking', { lastResponse: 'no-answer', advice: 'no-answer' })),
  'time-over': onScreen(attempt('checking', { canShowAgain: true })),
  'taken-away': onScreen(attempt('checking', { abandoned: true, canShowAgain: true })),
  'keypad-after-sale': {
    mode: 'live',
    lastSale: attempt('paid'),
    checking: [attempt('checking', { abandoned: true })],
  },
  'keypad-after-doubt': { lastSale: attempt('checking') },
  mismatch: onScreen(attempt('checking', { lastResponse: 'mismatch-amount', advice: 'mismatch' })),
  'not-paid': onScreen(attempt('not-paid', { lastResponse: '1201', advice: 'balance' })),
  paid: onScreen(attempt('paid', { lastResponse: '0000', advice: 'paid' })),
  'paid-late': onScreen(attempt('paid-late', { lastResponse: '0000', advice: 'paid' })),
  'paid-live': { mode: 'live', ...onScreen(attempt('paid', { lastResponse: '0000', advice: 'paid' })) },
};
