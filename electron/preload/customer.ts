/** The customer's window only gets events. */
import { exposeApi } from './expose.ts';

exposeApi('customer');
