/** The sale at the counter: starting it, the customer's code, what becomes of its QR, and leaving it. */
import type { Cents } from '../money.ts';
import type { CodeRefusal } from '../scan.ts';
import type { Tender } from '../wallet.ts';
import type { CustomerState } from './customer.ts';
import { command } from './entry.ts';
import type { AttemptView } from './payments.ts';

export const SALE = {
  start: command<{ saleId: string; amount: number; tender: Tender }, StartAnswer>({ needs: 'cashier' }),
  typedCode: command<{ saleId: string; code: string }, CodeAnswer>({ needs: 'cashier' }),
  /** Takes the QR away, or disarms the scanner; what was sent goes on being watched. */
  cancel: command<{ saleId: string }, void>({ needs: 'cashier' }),
  /** Gives the customer two minutes more at the QR. */
  longer: command<{ saleId: string }, void>({ needs: 'cashier' }),
  /** Shows the QR of this order again, whose time was over or which was taken away. Nothing is charged anew. */
  showAgain: command<{ number: string }, void>({ needs: 'cashier' }),
  /** The customer pays in cash or by card: given up, watched all the same, and back to the keypad. */
  otherWay: command<{ saleId: string }, void>({ needs: 'cashier' }),
  /** Done with this sale: back to the keypad. An attempt in doubt goes on being watched. */
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
      /** How many codes were refused for this sale: two refusals in a row may read the same. */
      readonly refusals: number;
    }
  | { readonly kind: 'attempt'; readonly attempt: AttemptView; readonly qrShown: boolean; readonly leftMs: number };

/** The sale that is on the screens, and the one before. */
export type SaleState = {
  /** The sale that a start belongs to; used up by the first start, so a second tap starts nothing. */
  readonly saleId: string;
  readonly stage: CashierStage;
  /** The sale that left the screens last, as it stands now. */
  readonly lastSale: AttemptView | null;
  /** What the customer's window would show, while there is no screen for it: the cashier turns this one. */
  readonly turned: CustomerState | null;
};
