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
import { createDice, type Dice } from './prng.ts';
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
const PAYMENTS = 100;
const PAYMENTS_IN_A_RUSH = 300;
/** The longest a shop stays open in a run, however few payments it made. */
const LONGEST_MS = 10 * DAY;

const PACES: Readonly<Record<'shop' | 'rush' | 'calm', Pace>> = {
  shop: { thinkMs: [800, 5_000], leaves: 0.15, cancels: 0.01 },
  /** One customer after the other, nobody waits for an answer. */
  rush: { thinkMs: [50, 300], leaves: 0.95, cancels: 0.9 },
  calm: { thinkMs: [3_000, 40_000], leaves: 0.03, cancels: 0.005 },
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
  readonly pace: Pace;
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
  const pace = PACES[dice.weighted({ shop: 82, rush: 8, calm: 10 })];
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
    temper: () => (pace === PACES.rush ? 'slow' : 'bad'),
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
    atCall: (call) => shop.mayCrash(call === 'pay' ? 0.004 : 0.0002),
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
  return { world, dice, log, faults, checks, books, refunds, gateway, shop, pace };
}

async function live(parts: Parts): Promise<void> {
  const { world, dice, checks, shop, faults, gateway, pace, log } = parts;
  let isOpen = true;
  const wantsMore = (): boolean => isOpen && checks.payments() < (pace === PACES.rush ? PAYMENTS_IN_A_RUSH : PAYMENTS);
  const go = (until: number, isOver: () => boolean): Promise<void> =>
    world.run(
      until,
      () => {
        if (shop.isUp()) checks.step(shop.hasNextAction());
      },
      () => checks.violations.length > 0 || isOver(),
    );

  world.onMachine(0, shop.open);
  startCashier({ ...parts, dice: dice.fork('cashier'), pace, wantsMore });
  startTroubles({ ...parts, dice: dice.fork('troubles') });
  await go(LONGEST_MS, () => !wantsMore());
  // Some time more, so that what the last ones left behind meets the bad world too.
  await go(world.now() + dice.whole(0, 30 * MINUTE), () => false);

  isOpen = false;
  faults.end();
  gateway.setOnline(true);
  log('run quiet');
  await comeToRest(parts, go);
}

/**
 * The third check. What the gateway took has to be known within ten minutes of being connected. A start asks at once about
 * all that may still be paid, so after a start ten minutes are enough. A till that just goes on asks by its
 * schedule: within its order's life and ten minutes more every few seconds; then, and when expired, every fifteen minutes
 * give or take a fifth; after a failure at ten minutes, an hour and a day.
 */
async function comeToRest(parts: Parts, go: (until: number, isOver: () => boolean) => Promise<void>): Promise<void> {
  const { world, dice, shop } = parts;
  const startsAnew = dice.chance(0.6);
  if (startsAnew) shop.restart(1_000);
  // A machine that is off or asleep or in trouble now comes back first.
  await go(world.now() + 4 * DAY, () => shop.isUp() && !world.isAsleep());
  const connectedAt = world.now();
  await go(connectedAt + 10 * MINUTE, () => false);
  if (startsAnew) {
    nothingIsLost(parts, connectedAt, ({ status }) => status !== 'failed');
    // A till that has not heard the gateway's time since its start may look in the months of a clock that was set wrongly;
    // it hears the time with the answer, and looks again after ten minutes give or take a fifth.
    await go(connectedAt + 13 * MINUTE, () => false);
    nothingIsLost(parts, connectedAt, () => true);
    return;
  }
  nothingIsLost(parts, connectedAt, ({ status, isInLife }) => !isFinal(status) && isInLife);
  await go(connectedAt + 19 * MINUTE, () => false);
  nothingIsLost(parts, connectedAt, ({ status }) => status !== 'failed');
  await go(connectedAt + 30 * HOUR, () => false);
  nothingIsLost(parts, world.now() - HOUR, () => true);
  shop.restart(1_000);
  await go(world.now() + 11 * MINUTE, () => false);
  nothingIsLost(parts, world.now(), () => true);
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
