/**
 * One run: a shop with a ledger of its own, some hours or days of a bad world, and then a quiet time in which all that was
 * left in doubt must come right. Everything hangs on the seed and the run's number.
 */
import { createHash } from 'node:crypto';
import { isFinal, isSettled, type AttemptStatus } from '../../shared/attempt-record.ts';
import { createBooks, type Books } from './books.ts';
import { startCashier, type Pace } from './cashier.ts';
import { createChecks, type Checks } from './checks.ts';
import { createFaults, type FaultKind, type Faults } from './faults.ts';
import { ledgerFile } from './ledger-file.ts';
import { createModelGateway, type ModelGateway } from './model-gateway.ts';
import { createDice, type Dice } from '../support/dice.ts';
import { createRefundBooks, type RefundBooks } from './refund-books.ts';
import type { LogLine } from './log-line.ts';
import { createShop, type Shop } from './shop.ts';
import { startTroubles } from './troubles.ts';
import type { Violation } from './violation.ts';
import { createWorld, type World } from './world.ts';

export type RunOptions = {
  readonly seed: number;
  readonly run: number;
  /** Takes a hash of every line of the run's log, or keeps the lines too; otherwise nothing is logged. */
  readonly log?: 'hash' | 'lines';
};

export type RunResult = {
  readonly payments: number;
  readonly withTwoFaults: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
  readonly violations: readonly Violation[];
  readonly logHash: string;
  readonly lines: readonly string[];
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The longest a shop stays open in a run, however few payments it made. */
const LONGEST_MS = 10 * DAY;

type Kind = Pace & {
  /** Payments in a run: more would only make a longer ledger. */
  readonly payments: number;
};

const KINDS: Readonly<Record<'busy' | 'shop' | 'rush' | 'calm', Kind>> = {
  /** A queue before the counter: much is in doubt at the same time, and asked about in few calls. */
  busy: { payments: 600, thinkMs: [50, 500], waitMs: [500, 3_000], leaves: 0.4, cancels: 0.12 },
  shop: { payments: 100, thinkMs: [800, 5_000], waitMs: [800, 5_000], leaves: 0.15, cancels: 0.01 },
  /** One customer after the other, nobody waits for an answer. */
  rush: { payments: 300, thinkMs: [50, 300], waitMs: [50, 300], leaves: 0.95, cancels: 0.9 },
  calm: { payments: 60, thinkMs: [3_000, 40_000], waitMs: [3_000, 40_000], leaves: 0.03, cancels: 0.005 },
};

type Parts = {
  readonly world: World;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly checks: Checks;
  readonly books: Books;
  readonly refunds: RefundBooks;
  readonly gateway: ModelGateway;
  readonly shop: Shop;
  readonly kind: Kind;
  readonly log: LogLine;
};

export async function simulateRun(options: RunOptions): Promise<RunResult> {
  const dice = createDice(options.seed, `run ${options.run}`);
  const isLogged = options.log !== undefined;
  const keepLog = options.log === 'lines';
  const file = ledgerFile();
  const lines: string[] = [];
  const hash = createHash('sha256');
  const world = createWorld(worldOptions(dice.fork('world')));
  const log: LogLine = (text, facts) => {
    if (!isLogged) return;
    const line = `${world.now()} ${text}${facts === undefined ? '' : ` ${JSON.stringify(facts)}`}`;
    hash.update(line);
    if (keepLog) lines.push(line);
  };
  const bug = (error: unknown): void => {
    checks.find('no bug thrown', error instanceof Error ? (error.stack ?? error.message) : String(error));
  };
  const parts = build({ world, dice, log, ledgerPath: file.path });
  const { checks, faults, shop } = parts;
  process.on('unhandledRejection', bug);
  try {
    await live(parts);
  } catch (error) {
    bug(error);
  } finally {
    shop.close();
    await world.run(
      world.now(),
      () => undefined,
      () => false,
    );
    if (checks.violations.length === 0) for (const what of file.faults()) checks.find('ledger holds', what);
    file.remove();
    process.off('unhandledRejection', bug);
  }
  return {
    payments: checks.payments(),
    withTwoFaults: faults.attemptsWith(2),
    faults: faults.byKind(),
    violations: checks.violations,
    logHash: hash.digest('hex'),
    lines,
  };
}

/** Four runs in ten cross a month's end in Hong Kong. */
function worldOptions(dice: Dice): Parameters<typeof createWorld>[0] {
  const monthEnd = Date.UTC(2026, 10, 30, 16);
  return {
    startsAt:
      monthEnd -
      {
        minutes: () => dice.whole(0, 12 * MINUTE),
        hours: () => dice.whole(0, 2 * HOUR),
        days: () => dice.whole(DAY, 25 * DAY),
      }[dice.weighted({ minutes: 2, hours: 2, days: 6 })](),
    wallAheadMs: dice.whole(-30_000, 30_000),
    gatewayAheadMs: dice.whole(-8 * MINUTE, 8 * MINUTE),
    countsSleep: dice.chance(0.5),
  };
}

function build(given: Pick<Parts, 'world' | 'dice' | 'log'> & { readonly ledgerPath: string }): Parts {
  const { world, dice, log, ledgerPath } = given;
  const kind = KINDS[dice.weighted({ busy: 80, shop: 10, rush: 3, calm: 7 })];
  const faults = createFaults(dice.fork('faults'));
  const lifeMs = dice.chance(0.95) ? 5 * MINUTE : 30 * MINUTE;
  const checks: Checks = createChecks({
    mono: world.mono,
    books: () => books,
    refunds: () => refunds,
  });
  const refunds: RefundBooks = createRefundBooks({
    world,
    dice: dice.fork('refunds'),
    faults,
    books: () => books,
    log,
  });
  const books: Books = createBooks({
    world,
    dice: dice.fork('customers'),
    faults,
    lifeMs,
    temper: () => (kind === KINDS.rush ? 'slow' : 'bad'),
    onCapture: (order) => checks.captured(order),
    log,
  });
  const gateway: ModelGateway = createModelGateway({
    world,
    dice: dice.fork('network'),
    faults,
    books,
    refunds,
    checks,
    lifeMs,
    atCall: (call) => shop.mayCrash(call === 'pay' ? 0.002 : 0.0002),
    log,
  });
  const shop: Shop = createShop({
    world,
    dice: dice.fork('shop'),
    faults,
    checks,
    gateway: () => gateway,
    ledgerPath,
    log,
  });
  return { world, dice, log, faults, checks, books, refunds, gateway, shop, kind };
}

async function live(parts: Parts): Promise<void> {
  const { world, dice, checks, shop, faults, gateway, kind, log } = parts;
  let isOpen = true;
  const wantsMore = (): boolean => isOpen && checks.payments() < kind.payments;
  const go: Go = (until, isOver) =>
    world.run(
      until,
      () => {
        if (shop.isUp()) checks.step(shop.hasNextAction());
      },
      () => checks.violations.length > 0 || isOver(),
    );

  world.onMachine(0, shop.open);
  startCashier({ ...parts, dice: dice.fork('cashier'), pace: kind, wantsMore });
  startTroubles({ ...parts, dice: dice.fork('troubles') });
  await go(LONGEST_MS, () => !wantsMore());
  // Some time more, so that what the last ones left behind meets the bad world too.
  await go(world.now() + dice.whole(0, dice.chance(0.8) ? 5 * MINUTE : 30 * MINUTE), () => false);

  isOpen = false;
  faults.end();
  gateway.setOnline(true);
  log('run quiet');
  await comeToRest(parts, go);
}

type Go = (until: number, isOver: () => boolean) => Promise<void>;

/**
 * The third check. What the gateway took has to be known within ten minutes of being connected. A start asks at once about
 * all that may still be paid, so after a start ten minutes are enough.
 */
async function comeToRest(parts: Parts, go: Go): Promise<void> {
  const ends = parts.dice.weighted({ anew: 70, 'later anew': 22, 'a day later anew': 8 });
  if (ends !== 'anew') await goOn(parts, go, ends === 'a day later anew');
  parts.shop.restart(1_000);
  const connectedAt = await comeBack(parts, go);
  await go(connectedAt + 10 * MINUTE, () => false);
  nothingIsLost(parts, connectedAt, ({ status }) => status !== 'failed');
  // A till that has not heard the gateway's time since its start may look in the months of a clock that was set wrongly;
  // it hears the time with the answer, and looks again after ten minutes give or take a fifth.
  await go(connectedAt + 13 * MINUTE, () => false);
  nothingIsLost(parts, connectedAt, () => true);
}

/**
 * A till that just goes on asks by its schedule: within its order's life and ten minutes more every few seconds; then, and
 * when expired, every fifteen minutes give or take a fifth; after a failure at ten minutes, an hour and a day.
 */
async function goOn(parts: Parts, go: Go, forADay: boolean): Promise<void> {
  const connectedAt = await comeBack(parts, go);
  await go(connectedAt + 10 * MINUTE, () => false);
  nothingIsLost(parts, connectedAt, ({ status, isInLife }) => !isFinal(status) && isInLife);
  await go(connectedAt + 19 * MINUTE, () => false);
  nothingIsLost(parts, connectedAt, ({ status }) => status !== 'failed');
  if (!forADay) return;
  await go(connectedAt + 30 * HOUR, () => false);
  nothingIsLost(parts, parts.world.now() - HOUR, () => true);
}

/** A machine that is off or asleep or in trouble comes back first. Returns when it has. */
async function comeBack({ world, shop }: Parts, go: Go): Promise<number> {
  await go(world.now() + 4 * DAY, () => shop.isUp() && !world.isAsleep());
  return world.now();
}

type Doubtful = { readonly status: AttemptStatus; readonly isInLife: boolean };

/** @param capturedBefore true time; what was taken later is not due yet */
function nothingIsLost(
  { checks, books, refunds, world }: Parts,
  capturedBefore: number,
  isDue: (one: Doubtful) => boolean,
): void {
  if (checks.violations.length > 0) return;
  for (const order of books.orders()) {
    const capture = order.captures.find(({ charge }) => charge !== 'reversed');
    if (capture === undefined || capture.at >= capturedBefore) continue;
    const attempt = checks.attempt(order.number);
    if (attempt === null) {
      checks.find('nothing is lost', `${order.number} was taken and is not in the ledger`);
      continue;
    }
    const isInLife = world.wall() - attempt.createdAt < attempt.lifeMs;
    if (isSettled(attempt.status) || !isDue({ status: attempt.status, isInLife })) continue;
    const isAsAsked = capture.amountCents === attempt.amount && capture.currency === attempt.currency;
    // Money that is not what was asked for is an alert that stays, whatever the status.
    if (!isAsAsked && attempt.lastSaid?.startsWith('mismatch-') === true) continue;
    checks.find('nothing is lost', `${order.number} was taken ${capture.charge} and is ${attempt.status}`);
  }
  for (const { number, doneAt } of refunds.all()) {
    const status = checks.attempt(number)?.status;
    if (doneAt === null || doneAt >= capturedBefore || status === 'refunded') continue;
    // A refund has no life after which the till may ask less often; what was refused is looked at like a failure.
    if (status !== undefined && !isDue({ status: status === 'refused' ? 'failed' : status, isInLife: false })) continue;
    checks.find('nothing is lost', `${number} was given back and is ${status ?? 'not in the ledger'}`);
  }
}
