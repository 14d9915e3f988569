/** Defects that show in a shop with two wallets. Each is planted in a copy whose table has a second, made-up wallet. */
import { ROW_EDIT } from '../support/made-up-wallet.ts';
import { defect, type Defect, type ShortEdit } from './defect.ts';

const SELLING = 'electron/till/selling.ts';
const REFUNDS = 'electron/till/refunds.ts';
const CLIENT = 'electron/gateway/client.ts';
const WALLETS = 'shared/wallet.ts';

const TAKES = 'as the wallet takes it';
const SECOND: ShortEdit = [ROW_EDIT.file, ROW_EDIT.find, ROW_EDIT.put];

export const WALLET_DEFECTS: readonly Defect[] = [
  defect("a payment is off its wallet's step", TAKES, {}, SECOND, [
    SELLING,
    "if (!fitsStep(tender, amount)) return 'amount';",
    '',
  ]),
  defect("a refund is off its wallet's step", TAKES, {}, SECOND, [
    REFUNDS,
    "if (!fitsStep(payment.tender, amount)) return 'amount';",
    '',
  ]),
  defect("another wallet's code is charged", TAKES, {}, SECOND, [
    SELLING,
    "if (!takesCode(armed.tender, read.wallet)) return refuse(armed, 'not-of-wallet');",
    '',
  ]),
  defect('a life is asked for where the wallet has its own', TAKES, {}, SECOND, [
    CLIENT,
    "lifeMinutes === null ? String(options.expiredMinutes) : ''",
    'String(options.expiredMinutes)',
  ]),
  defect(
    'an order that is listed under another pay type of its wallet is called a mismatch',
    'nothing is lost',
    {},
    SECOND,
    [WALLETS, '[mode.payType, ...mode.alsoListedAs]', '[mode.payType]'],
  ),
];
