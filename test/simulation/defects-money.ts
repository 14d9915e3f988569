/**
 * Defects known from public trouble reports and QFPay's documents. Each names the manners (manners.ts) in which it
 * shows.
 */
import { defect, type Defect } from './defect.ts';

const COMMANDS = 'electron/commands/account-commands.ts';
const CODES = 'electron/gateway/codes.ts';
const RECORD = 'shared/attempt/record.ts';
const SCHEDULE = 'shared/attempt/schedule.ts';
const BATCHES = 'electron/till/batches.ts';
const LIMITED = 'electron/till/limited.ts';
const PAYMENTS = 'electron/till/payments.ts';
const SENDER = 'electron/till/sender.ts';
const WATCH = 'electron/till/watch.ts';
const ENQUIRY_EVENT = 'electron/till/enquiry-event.ts';
const ASK_PAGES = 'electron/till/ask-pages.ts';
const GUARDS = 'electron/till/guards.ts';
const GATEWAY_CLOCK = 'electron/till/gateway-clock.ts';
const ATTEMPT = 'shared/attempt/machine.ts';
const LEDGER = 'electron/ledger/ledger.ts';
const TAKINGS = 'shared/attempt/takings.ts';
const KNOWN_UNTIL = 'electron/ledger/file/known-until.ts';
const EVIDENCE = 'shared/attempt/evidence.ts';

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
    // A refund that the restored ledger does not know may be made a second time.
    ['nothing is lost', 'refunds within'],
    { manners: ['lost ledger', 'wrong clocks'] },
    [KNOWN_UNTIL, 'if (byGateway !== undefined) return byGateway.at - GATEWAY_MARGIN_MS;', ''],
    [
      KNOWN_UNTIL,
      'return byMachine.length === 0 ? null : Math.min(at, ...byMachine.map((row) => row.at)) - MACHINE_MARGIN_MS;',
      'return byMachine[0]?.at ?? null;',
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
  defect('what a refund gives back has not moved', 'ledger holds', {}, [
    TAKINGS,
    'return cents(0 - movedBy(attempt));',
    'return cents(0);',
  ]),
  defect('what the gateway leaves open has no way out (M4)', 'next step', { manners: ['vanishing orders'] }, [
    RECORD,
    'if (isFinal(status) && !isContradicted(attempt)) return [];',
    'if (!isFinal(status) || !isContradicted(attempt)) return [];',
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
    "const word = orderType.trim().toLowerCase();\n  if (word === 'payment' || word === 'refund') return word;\n  return word === 'close' ? 'other' : 'unclear';",
    "return orderType === 'payment' || orderType === 'refund' ? orderType : 'other';",
  ]),
  defect(
    'a refund that is not found is refunded anew after half a minute (M12)',
    'failed is proven',
    { manners: ['late refunds'] },
    [SCHEDULE, 'refund: 10 * MINUTE', 'refund: 30 * SECOND'],
  ),
  defect('the account changes while a refund is under way (M9)', 'nothing is lost', { place: 'account' }, [
    COMMANDS,
    'deps.settings() === before && mayReopen(deps, next, credentials.appCode);',
    'deps.settings() === before;',
  ]),
  defect("the end of one try is the order's end (M15)", 'failed is proven', { manners: ['mixed up'] }, [
    EVIDENCE,
    "codeClass === 'closed' || (codeClass === 'try-failed' && isQr)",
    "codeClass === 'closed' && asked.kind === 'refund'",
  ]),
  defect(
    'a row that is no success is ours whatever number it has (M17)',
    // The attempt's own request may have been answered with the same code; then only the second check finds the defect.
    ['row is ours', 'failed is proven'],
    { manners: ['mixed up'] },
    [
      EVIDENCE,
      "if (codeClass !== 'ok' && contradictionIn(asked, row) !== null)\n    return row.number",
      "if (row.code === '' && contradictionIn(asked, row) !== null)\n    return row.number",
    ],
    [EVIDENCE, "if (codeClass !== 'ok' && contradictionIn(asked, row) !== null) return NOTHING_SAID;", ''],
  ),
  defect("a declined QR is asked about by QFPay's number alone (M2)", 'told is fresh', { manners: ['second row'] }, [
    ATTEMPT,
    'if (!whole || isStale) return askWidely(state);',
    '',
  ]),
  defect("more is asked at once than QFPay's lists hold (M6)", 'list fits', { manners: ['short lists'] }, [
    BATCHES,
    'const LIST_CHARS_MAX = 128;',
    'const LIST_CHARS_MAX = 500;',
  ]),
  defect('a call that never settles is waited for (M10)', 'next action', { manners: ['hanging calls'] }, [
    LIMITED,
    'export const HUNG_MS = 61_000;',
    'export const HUNG_MS = 61_000_000;',
  ]),
  defect('damage that is met while reading stops nothing (M13)', 'damage stops', { manners: ['damage met'] }, [
    GUARDS,
    "if (error instanceof LedgerError) onEvent({ kind: 'ledger-failed', error });",
    '',
  ]),
  defect(
    'an error that nobody thought of ends the watch of all who were asked about (M14)',
    ['nothing is lost', 'next action'],
    { manners: ['odd errors'] },
    [
      WATCH,
      "deps.log('watch.unexpected', { number, event: event.kind, error: nameOf(error) });\n    turns.plan(number, AFTER_ERROR_MS);",
      'throw error;',
    ],
  ),
  defect(
    "the months that are asked do not reach the end of a QR's life (M16)",
    ['told is fresh', 'nothing is lost'],
    { manners: ["month's end"] },
    [GATEWAY_CLOCK, 'monthWindows(at - marginMs, at + lateMs)', 'monthWindows(at - marginMs, at + marginMs)'],
  ),
  defect(
    'one row that cannot be read spoils the answer for all (M18)',
    'nothing is lost',
    { manners: ['broken rows'] },
    [
      ENQUIRY_EVENT,
      "if (finding.kind === 'paid') return found;",
      "if (unread.length > 0) return { kind: 'enquiry-unanswered', busy: false };\n  if (finding.kind === 'paid') return found;",
    ],
  ),
  defect('only the first page of an answer is read (M22)', 'told is fresh', { manners: ['strangers'] }, [
    ASK_PAGES,
    'if (answer.isLast) return together(pages);',
    'return together(pages);',
  ]),
  defect(
    'an answer that waited while the machine slept ends a payment',
    'told is fresh',
    { manners: ['sleep at an answer', 'second row'] },
    [
      ATTEMPT,
      'const isStale = expires && !isExpired(attempt, watch, askedAt);',
      'const isStale = false && askedAt > 0;',
    ],
  ),
  defect(
    "the gateway's date is not written when its time becomes known",
    ['nothing is lost', 'paid is proven'],
    { manners: ["another's number", 'wrong clocks', 'damage met'] },
    [PAYMENTS, 'if (isFirst) void Promise', 'if (isFirst && false) void Promise'],
  ),
  defect(
    'a request that was refused before a sleep is sent after it',
    'sent in time',
    { manners: ['sleep at a refusal'] },
    [SENDER, 'if (state.watch.resent && isLongAgo(attempt))', 'if (false)'],
  ),
  defect(
    "a QR without QFPay's number is not looked at again once it has failed",
    'told is fresh',
    { manners: ['second row'] },
    [ATTEMPT, 'wasShown: watch.wasShown || isShown', 'wasShown: watch.wasShown || (isShown && gatewayRef !== null)'],
  ),
  defect(
    'money that went back in the portal is not noted',
    ['paid is proven', 'ledger holds'],
    { manners: ['portal'] },
    [
      ATTEMPT,
      'const told = { gatewayRef, lastResponse, returnedElsewhere: returnedIn(attempt, returned) };',
      'const told = { gatewayRef, lastResponse };',
    ],
  ),
];
