/** The customer's window: is only told. */
import { exposeApi } from './expose.ts';

exposeApi('customer');
