/** The state of a counter's cashier window now, as its screens read it. */
import type { Counter } from '../../electron/counter/counter.ts';
import type { CashierState } from '../../shared/contract/contract.ts';
import { joined } from '../../shared/contract/told.ts';

export const cashierStateOf = (counter: Pick<Counter, 'states'>): CashierState => joined(counter.states().cashier);
