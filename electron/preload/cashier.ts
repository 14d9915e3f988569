/** The cashier's window: asks and is told. */
import { exposeApi } from './expose.ts';

exposeApi('cashier');
