/**
 * A till as a separate program, to be killed: the real till with a real ledger file, and the simulator in the parent
 * over HTTP. Continues what the last life left, plays its script, and writes a line for everything that somebody could
 * rely on: what the ledger kept and what a screen said. Writes each line before it goes on.
 */
import { writeSync } from 'node:fs';
import { LedgerError } from '../../electron/till/ports/ledger.ts';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { TillState } from '../../electron/till/till.ts';
import { startTestTill, type TestTill } from '../support/counter-till.ts';
import { numberOnScreen, start, wordOf } from '../support/sales.ts';
import { aLabel } from '../support/samples.ts';
import type { Life, Sale } from './script.ts';

const life = JSON.parse(process.argv[2] ?? '') as Life;

const NOT_OPENED = 3;

const tell = (...words: readonly (string | number)[]): void => {
  writeSync(1, `${words.join(' ')}\n`);
};

/** A ledger that writes a line for each commit, after the commit and before the till learns of it. */
function telling(ledger: OpenLedger): OpenLedger {
  const tellKept = (number: AttemptNumber): void => {
    const attempt = ledger.find(number);
    if (attempt !== null) tell('kept', number, attempt.version, attempt.status);
  };
  return {
    ...ledger,
    open(draft, prepare) {
      const opened = ledger.open(draft, prepare);
      tell('kept', opened.attempt.number, opened.attempt.version, opened.attempt.status);
      return opened;
    },
    record(number, version, change, at) {
      const isChanged = ledger.record(number, version, change, at);
      if (isChanged) tellKept(number);
      return isChanged;
    },
    recordAll(changes, at) {
      ledger.recordAll(changes, at);
      for (const { number } of changes) tellKept(number);
    },
  };
}

const said = new Map<string, string>();

/** Writes a line for each attempt whose word on the screens has changed. */
function tellScreens({ stage, customer, checking, news, refundsToRetry }: TillState): void {
  const views = [...checking, ...news, ...refundsToRetry, ...(stage.kind === 'attempt' ? [stage.attempt] : [])];
  for (const { number, word } of views) {
    if (said.get(number) === word) continue;
    said.set(number, word);
    tell('said', number, word);
  }
  if (customer.kind === 'paid' && stage.kind === 'attempt' && said.get(stage.attempt.number) !== 'paid') {
    tell('said', stage.attempt.number, 'paid');
  }
}

/** Waits until `check` holds or the cashier's patience ends. */
function lookFor(counter: TestTill, check: (state: TillState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(done, life.patienceMs);
    waiting = look;
    look();
    function look(): void {
      if (check(counter.till.state())) done();
    }
    function done(): void {
      clearTimeout(impatient);
      waiting = null;
      resolve();
    }
  });
}

const isKnown = (state: TillState): boolean => {
  const word = wordOf(state);
  return word === 'paid' || word === 'not-paid' || word === 'paid-late';
};

async function sell(counter: TestTill, sale: Sale, code: string): Promise<void> {
  const { till } = counter;
  const { saleId } = till.state();
  const answer = start(counter, sale.amountCents, sale.mode);
  if (answer !== 'started') return tell('refused', answer);
  if (sale.mode === 'cpm') {
    const read = till.code(aLabel(code));
    if (read !== 'accepted') {
      tell('refused', read);
      return till.cancel(saleId);
    }
  }
  if (sale.patience === 'until-known') await lookFor(counter, isKnown);
  if (sale.patience === 'until-qr') await lookFor(counter, (state) => state.customer.kind === 'qr' || isKnown(state));
  const word = wordOf(till.state());
  if (sale.refund !== undefined && (word === 'paid' || word === 'paid-late')) giveBack(counter, sale.refund);
  if (word === 'waiting') till.cancel(saleId);
  till.next(saleId);
}

/**
 * Requests the second half while the first is still unfinished: the till must not start it before the first has ended.
 */
function giveBack({ till }: TestTill, refund: NonNullable<Sale['refund']>): void {
  const number = numberOnScreen(till.state());
  const paid = till.payment(number)?.payment.amount ?? 0;
  const parts = refund === 'whole' ? [paid] : [Math.floor(paid / 2), Math.ceil(paid / 2)];
  for (const [expectedRefunds, amount] of parts.entries()) {
    const answer = till.refund({ number, amount, expectedRefunds });
    if (answer !== 'started') tell('refused', answer);
  }
}

let waiting: (() => void) | null = null;
let counter: TestTill | null = null;

try {
  const opened = startTestTill({
    ...life,
    over: telling,
    // The till goes on after the trouble, because the product's counter also keeps it for seconds before it reopens.
    onTrouble: (trouble) => {
      tell('trouble', trouble);
    },
    onChange: () => {
      if (counter === null) return;
      tellScreens(counter.till.state());
      waiting?.();
    },
  });
  counter = opened;
  tell('open');
  tellScreens(opened.till.state());
  const name = process.hrtime.bigint().toString(36).toUpperCase();
  for (const [index, sale] of life.sales.entries()) await sell(opened, sale, `PAYME${name}X${index}`);
  if (life.ends === 'closed') opened.cut();
  tell('done');
  process.exit();
} catch (error) {
  if (!(error instanceof LedgerError)) throw error;
  tell('trouble', error.fault);
  process.exit(NOT_OPENED);
}
