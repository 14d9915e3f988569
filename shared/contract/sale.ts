/** The sale at the counter: start it, take the customer's code, handle the QR, leave it. */
import type { Cents } from '../money.ts';
import type { CodeRefusal } from '../scan.ts';
import type { Tender } from '../wallet.ts';
import type { CustomerState } from './customer.ts';
import { command } from './entry.ts';
import type { AttemptView } from './payments.ts';

export const SALE = {
  start: command<{ saleId: string; amount: number; tender: Tender }, StartAnswer>({ needs: 'cashier' }),
  enterCode: command<{ saleId: string; code: string }, CodeAnswer>({ needs: 'cashier' }),
  /** Takes the QR away, or disarms the scanner. A request that was sent is still watched. */
  cancel: command<{ saleId: string }, void>({ needs: 'cashier' }),
  /** Gives the customer two more minutes at the QR. */
  longer: command<{ saleId: string }, void>({ needs: 'cashier' }),
  /** Shows a QR again that had timed out or was taken away. Nothing is charged again. */
  showAgain: command<{ number: string }, void>({ needs: 'cashier' }),
  /** The customer pays by cash or card: gives the attempt up, still watches it, and returns to the keypad. */
  otherWay: command<{ saleId: string }, void>({ needs: 'cashier' }),
  /** Leaves this sale and returns to the keypad. An attempt in doubt is still watched. */
  next: command<{ saleId: string }, void>({ needs: 'cashier' }),
} as const;

export type StartAnswer = 'started' | 'already-started' | 'busy' | 'amount' | 'trouble' | 'cannot-record';

export type CodeAnswer = 'accepted' | 'not-armed' | 'cannot-record' | CodeRefusal;

export type CashierStage =
  | { readonly kind: 'keypad' }
  | {
      readonly kind: 'armed';
      readonly tender: Tender;
      readonly amount: Cents;
      readonly refusal: CodeRefusal | null;
      /** How many codes were refused for this sale: two refusals in a row may have the same reason. */
      readonly refusals: number;
    }
  | { readonly kind: 'attempt'; readonly attempt: AttemptView; readonly qrShown: boolean; readonly leftMs: number };

/** The sale on the screens, and the one before. */
export type SaleState = {
  /** The sale that a start belongs to. The first start uses it up, so a second tap starts nothing. */
  readonly saleId: string;
  readonly stage: CashierStage;
  /** The sale that was on the screens last, with its current state. */
  readonly lastSale: AttemptView | null;
  /** The customer's state while there is no customer screen: the cashier turns this screen. */
  readonly turned: CustomerState | null;
};
