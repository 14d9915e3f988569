/** The cashier's window sends commands and gets events. */
import { exposeApi } from './expose.ts';

exposeApi('cashier');
