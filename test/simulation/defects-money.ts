/** What public trouble reports and QFPay's own documents taught: each has a part of the world (manners.ts) in which it shows. */
import { defect, type Defect } from './defect.ts';

const CODES = 'electron/gateway/codes.ts';
const RECORD = 'shared/attempt-record.ts';
const SCHEDULE = 'shared/attempt-schedule.ts';
const LEDGER = 'electron/ledger/ledger.ts';
const RESTORE = 'electron/ledger/restore-fill.ts';
const EVIDENCE = 'shared/evidence.ts';

const existsIs = (code: string): readonly [string, string, string] => [
  CODES,
  `['${code}', 'exists',`,
  `['${code}', 'unknown',`,
];

export const MONEY_DEFECTS: readonly Defect[] = [
  defect('a copied ledger goes on under the same numbers (M1)', "one till's number", { manners: ['clone'] }, [
    LEDGER,
    'return beginEpoch(db, opening, draw);',
    "return (db.prepare('SELECT epoch FROM ledger').get() as { readonly epoch: string }).epoch;",
  ]),
  defect(
    "what a restored ledger asks for begins by the machine's clock (M5)",
    'nothing is lost',
    { manners: ['lost ledger', 'wrong clocks'] },
    [
      RESTORE,
      'const missingSince = lastSureTime(db, at) ??',
      'const missingSince = journalHead(db)?.at ?? lastSureTime(db, at) ??',
    ],
  ),
  defect(
    'money that went back in the portal keeps its payment in doubt (M3)',
    'nothing is lost',
    { manners: ['portal'] },
    [
      EVIDENCE,
      "const returned = asked.kind === 'refund' ? 'none' : returnedOf(row);",
      `const returned = asked.kind === 'refund' ? 'none' : returnedOf(row);
      if (returned !== 'none') return { kind: 'mismatch', mismatch: 'amount' };`,
    ],
  ),
  defect('what the gateway leaves open has no way out (M4)', 'next step', { manners: ['vanishing orders'] }, [
    RECORD,
    'if (isFinal(status) && !isContradicted(attempt)) return [];',
    'if (!isPaid(status)) return [];',
  ]),
  defect(
    '"number used" is no sign of an order (M7)',
    'failed is proven',
    { manners: ['number used', 'repeated request'] },
    ...['1251', '1102', '2011', '1260', '1261', '1262'].map(existsIs),
  ),
  defect(
    'another amount on what was called not paid is told to nobody (M8)',
    'nothing is lost',
    { manners: ['other amounts'] },
    [RECORD, ' || isContradicted(attempt);', ';'],
  ),
  defect('an order type in other letters is no row of ours (M11)', 'nothing is lost', { manners: ['order types'] }, [
    EVIDENCE,
    'const word = orderType.trim().toLowerCase();',
    "const word = ['payment', 'refund'].includes(orderType) ? orderType : 'close';",
  ]),
  defect(
    'a refund that is not found is refunded anew after half a minute (M12)',
    'failed is proven',
    { manners: ['late refunds'] },
    [SCHEDULE, 'refund: 10 * MINUTE', 'refund: 30 * SECOND'],
  ),
  defect("the end of one try is the order's end (M15)", 'failed is proven', {}, [
    EVIDENCE,
    "codeClass === 'closed' || (codeClass === 'try-failed' && isQr)",
    "codeClass === 'closed' && asked.kind === 'refund'",
  ]),
  defect(
    'a row that is no success is ours whatever number it has (M17)',
    'row is ours',
    { manners: ['mixed up'] },
    [
      EVIDENCE,
      "if (codeClass !== 'ok' && contradictionIn(asked, row) !== null)\n    return row.number",
      "if (row.code === '' && contradictionIn(asked, row) !== null)\n    return row.number",
    ],
    [EVIDENCE, "if (codeClass !== 'ok' && contradictionIn(asked, row) !== null) return NOTHING_SAID;", ''],
  ),
];
