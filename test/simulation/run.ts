/**
 * One run: a shop with its own ledger, some hours or days with faults, and then a quiet time in which every doubtful
 * attempt must be decided. Everything depends on the seed and the run's number only.
 */
import { createHash } from 'node:crypto';
import { isFinal, hasMoneyMoved, type AttemptStatus } from '../../shared/attempt/record.ts';
import { createBooks, type Books, type Owner } from './books.ts';
import { startCashier, type Pace } from './cashier.ts';
import { createChecks, type Checks } from './checks.ts';
import { createFaults, type FaultKind, type Faults } from './faults.ts';
import { ledgerFile } from './ledger-file.ts';
import { createDesk, type Desk } from './desk.ts';
import { drawManners, type Manner, type Manners } from './manners.ts';
import { createModelGateway, type ModelGateway } from './model-gateway.ts';
import { createNetwork, type Network } from './network.ts';
import { createDice, type Dice } from '../support/dice.ts';
import { isOdd } from './odd-error.ts';
import { createRefundBooks, type RefundBooks } from './refund-books.ts';
import type { LogLine } from './log-line.ts';
import { createShop, type Shop } from './shop.ts';
import { createSleep, startTroubles, type Sleep } from './troubles.ts';
import type { Violation } from './violation.ts';
import { createWorld, type World } from './world.ts';

export type RunOptions = {
  readonly seed: number;
  readonly run: number;
  /** The manners of the run's world; left out, the dice choose. */
  readonly manners?: readonly Manner[];
  /** The shop closes after so many payments, even if its kind allows more; left out, the dice choose. */
  readonly mostPayments?: number;
  /** 'hash': hash the lines of the run's log; 'lines': keep the lines too. Left out, nothing is logged. */
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
/** Most shops close early: many short runs find more than few long ones, and cost half as much per payment. */
const EARLY_CLOSE = { often: 0.9, payments: 150 };
/** The longest time that a shop stays open in a run, even if it made few payments. */
const RUN_MS_MAX = 10 * DAY;

type Kind = Pace & {
  /** The most payments in a run: more would only make the ledger longer. */
  readonly payments: number;
};

const KINDS: Readonly<Record<'busy' | 'shop' | 'rush' | 'calm', Kind>> = {
  /** A queue at the counter: many attempts are in doubt at the same time, and few calls enquire about all of them. */
  busy: { payments: 600, thinkMs: [50, 500], waitMs: [500, 3_000], leaves: 0.4, cancels: 0.12 },
  shop: { payments: 100, thinkMs: [800, 5_000], waitMs: [800, 5_000], leaves: 0.15, cancels: 0.01 },
  /** One customer after another; the cashier waits for no answer. */
  rush: { payments: 300, thinkMs: [50, 300], waitMs: [50, 300], leaves: 0.95, cancels: 0.9 },
  calm: { payments: 60, thinkMs: [3_000, 40_000], waitMs: [3_000, 40_000], leaves: 0.03, cancels: 0.005 },
};

type Parts = {
  readonly world: World;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly manners: Manners;
  readonly violations: Violation[];
  readonly books: Books;
  readonly refunds: RefundBooks;
  readonly network: Network;
  readonly sleep: Sleep;
  /** The tills of the account, at least one. */
  readonly tills: readonly [OneTill, ...OneTill[]];
  readonly kind: Kind;
  readonly log: LogLine;
};

/** One till of the account: the checks that watch it, and the program around it. */
type OneTill = { readonly owner: Owner; readonly checks: Checks; readonly shop: Shop };

export async function simulateRun(options: RunOptions): Promise<RunResult> {
  const dice = createDice(options.seed, `run ${options.run}`);
  const isLogged = options.log !== undefined;
  const keepLog = options.log === 'lines';
  const file = ledgerFile();
  const lines: string[] = [];
  const hash = createHash('sha256');
  const manners = drawManners(dice.fork('manners'), options.manners);
  const world = createWorld(worldOptions(dice.fork('world'), manners));
  const log: LogLine = (text, facts) => {
    if (!isLogged) return;
    const line = `${world.now()} ${text}${facts === undefined ? '' : ` ${JSON.stringify(facts)}`}`;
    hash.update(line);
    if (keepLog) lines.push(line);
  };
  const bug = (error: unknown): void => {
    // The program catches an odd error as a bug, logs and shows it. The checks verify that the till goes on.
    if (isOdd(error)) return;
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    parts.violations.push({ check: 'no bug thrown', what });
  };
  log(`run manners ${[...manners].join()}`);
  const second = manners.has('clone') ? ledgerFile('second') : null;
  const isShort = dice.fork('length').chance(EARLY_CLOSE.often);
  const mostPayments = options.mostPayments ?? (isShort ? EARLY_CLOSE.payments : Infinity);
  const parts = build({
    world,
    dice,
    log,
    manners,
    mostPayments,
    ledgerPaths: [file.path, ...(second === null ? [] : [second.path])],
  });
  const { violations, faults, tills } = parts;
  process.on('unhandledRejection', bug);
  try {
    await live(parts);
  } catch (error) {
    bug(error);
  } finally {
    for (const { shop } of tills) shop.close();
    await world.run(
      world.now(),
      () => undefined,
      () => false,
    );
    for (const one of [file, second]) {
      if (violations.length === 0)
        for (const what of one?.faults() ?? []) violations.push({ check: 'ledger holds', what });
      one?.remove();
    }
    process.off('unhandledRejection', bug);
  }
  return {
    payments: paymentsOf(parts),
    withTwoFaults: faults.attemptsWith(2),
    faults: faults.byKind(),
    violations,
    logHash: hash.digest('hex'),
    lines,
  };
}

/** Four runs in ten cross a month's end in Hong Kong. */
function worldOptions(dice: Dice, manners: Manners): Parameters<typeof createWorld>[0] {
  const monthEnd = Date.UTC(2026, 10, 30, 16);
  return {
    startsAt:
      monthEnd -
      {
        minutes: () => dice.whole(0, 12 * MINUTE),
        'a quarter': () => dice.whole(12 * MINUTE, 16 * MINUTE),
        hours: () => dice.whole(0, 2 * HOUR),
        days: () => dice.whole(DAY, 25 * DAY),
      }[manners.has("month's end") ? 'a quarter' : dice.weighted({ minutes: 2, 'a quarter': 0, hours: 2, days: 6 })](),
    wallAheadMs: dice.whole(-30_000, 30_000),
    gatewayAheadMs: dice.whole(-8 * MINUTE, 8 * MINUTE),
    countsSleep: dice.chance(0.5),
  };
}

type Given = Pick<Parts, 'world' | 'dice' | 'log' | 'manners'> & {
  readonly mostPayments: number;
  readonly ledgerPaths: readonly string[];
};

function build({ world, dice, log, manners, mostPayments, ledgerPaths }: Given): Parts {
  const weights = { busy: 80, shop: 10, rush: 3, calm: 7 };
  // Slow enough for the month to end in the middle of the run.
  const drawn = KINDS[manners.has("month's end") ? 'shop' : dice.weighted(weights)];
  const kind: Kind = { ...drawn, payments: Math.min(drawn.payments, mostPayments) };
  const faults = createFaults(dice.fork('faults'));
  const lifeMs = dice.chance(0.95) && !manners.has("month's end") ? 5 * MINUTE : 30 * MINUTE;
  const violations: Violation[] = [];
  const refunds: RefundBooks = createRefundBooks({
    world,
    dice: dice.fork('refunds'),
    faults,
    manners,
    books: () => books,
    log,
  });
  const books: Books = createBooks({
    world,
    dice: dice.fork('customers'),
    faults,
    manners,
    lifeMs,
    temper: () => (drawn === KINDS.rush ? 'slow' : manners.has('short lists') ? 'crowded' : 'bad'),
    onCapture: (order) => {
      for (const { checks } of tills) checks.captured(order);
    },
    log,
  });
  const sleep = createSleep(world, () => tills.map(({ checks }) => checks));
  const sleeps = dice.fork('sleep at a refusal');
  const network = createNetwork({
    world,
    dice: dice.fork('network'),
    faults,
    manners,
    // As an event of its own: what the machine does in this one was done before it slept.
    sleep: () => {
      world.onMachine(0, () => {
        sleep(sleeps);
      });
    },
  });
  const ways = dice.fork('ways');
  const desk: Desk = createDesk({
    world,
    dice: dice.fork('desk'),
    faults,
    manners,
    refusesLongLists: ways.chance(0.5),
    strangers: ways.chance(0.5) ? ways.whole(0, 4) : ways.whole(120, 250),
    books,
    refunds,
  });
  const gateway: ModelGateway = createModelGateway({
    world,
    faults,
    manners,
    desk,
    network,
    lifeMs,
    log,
  });
  const tillOn = (ledgerPath: string, index: number): OneTill => {
    const owner = `till ${index + 1}`;
    const checks = createChecks({
      violations,
      mono: world.mono,
      now: world.now,
      gatewayTime: world.gatewayTime,
      owner,
      manners,
      books: () => books,
      refunds: () => refunds,
    });
    const shop = createShop({
      world,
      dice: dice.fork(index === 0 ? 'shop' : owner),
      faults,
      checks,
      gateway: () => gateway,
      owner,
      manners,
      ledgerPath,
      log,
    });
    return { owner, checks, shop };
  };
  const [first = '', ...others] = ledgerPaths;
  const tills: Parts['tills'] = [tillOn(first, 0), ...others.map((path, index) => tillOn(path, index + 1))];
  return { world, dice, log, manners, faults, violations, books, refunds, network, sleep, tills, kind };
}

const paymentsOf = ({ tills }: Parts): number => tills.reduce((sum, { checks }) => sum + checks.payments(), 0);

async function live(parts: Parts): Promise<void> {
  const { world, dice, violations, tills, faults, network, kind, log } = parts;
  let isOpen = true;
  const wantsMore = (): boolean => isOpen && paymentsOf(parts) < kind.payments;
  const go: Go = (until, isOver) =>
    world.run(
      until,
      () => {
        for (const { shop, checks } of tills) if (shop.isUp()) checks.step(shop.hasNextAction());
      },
      () => violations.length > 0 || isOver(),
    );

  for (const { owner, shop, checks } of tills) {
    world.onMachine(0, shop.open);
    const own = owner === tills[0].owner ? '' : owner;
    startCashier({ ...parts, shop, checks, dice: dice.fork(`cashier${own}`), pace: kind, wantsMore });
  }
  startTroubles({ ...parts, ...tills[0], dice: dice.fork('troubles') });
  await go(RUN_MS_MAX, () => !wantsMore());
  // Go on for some time, so that the last payments meet the faults too.
  await go(world.now() + dice.whole(0, dice.chance(0.8) ? 5 * MINUTE : 30 * MINUTE), () => false);

  isOpen = false;
  faults.end();
  network.setOnline(true);
  log('run quiet');
  await comeToRest(parts, go);
}

type Go = (until: number, isOver: () => boolean) => Promise<void>;

/**
 * Checks that no money is lost: the till must know every captured payment ten minutes after it is connected again.
 * After a start it enquires at once about every attempt that may still be paid, so ten minutes are enough.
 */
async function comeToRest(parts: Parts, go: Go): Promise<void> {
  // An order that vanished may stay in doubt for good: then wait for a day, more often.
  const aDay = parts.manners.has('vanishing orders') ? 60 : 8;
  const ends = parts.dice.weighted({ anew: 70, 'later anew': 22, 'a day later anew': aDay });
  if (ends !== 'anew') await goOn(parts, go, ends === 'a day later anew');
  for (const { shop } of parts.tills) shop.restart(1_000);
  const connected = await comeBack(parts, go);
  const connectedAt = parts.world.now();
  await go(connectedAt + 10 * MINUTE, () => false);
  nothingIsLost(parts, connected, ({ status }) => status !== 'failed');
  // A till that does not know the gateway's time after its start may search the wrong months because of a wrong wall
  // clock. It learns the time from the answer, and looks again after ten minutes, plus or minus a fifth.
  await go(connectedAt + 13 * MINUTE, () => false);
  nothingIsLost(parts, connected, () => true);
}

/**
 * A till that just goes on enquires by its schedule: every few seconds until ten minutes after the order's life; then,
 * and when expired, every fifteen minutes, plus or minus a fifth; after a failure at ten minutes, an hour and a day.
 */
async function goOn(parts: Parts, go: Go, forADay: boolean): Promise<void> {
  const connected = await comeBack(parts, go);
  const connectedAt = parts.world.now();
  await go(connectedAt + 10 * MINUTE, () => false);
  nothingIsLost(parts, connected, ({ status, isInLife }) => !isFinal(status) && isInLife);
  await go(connectedAt + 19 * MINUTE, () => false);
  nothingIsLost(parts, connected, ({ status }) => status !== 'failed');
  if (!forADay) return;
  await go(connectedAt + 30 * HOUR, () => false);
  const hourAgo = parts.world.now() - HOUR;
  nothingIsLost(
    parts,
    () => hourAgo,
    () => true,
  );
}

/** The till must know every payment captured before this true time. */
type DueBefore = (till: OneTill) => number;

/** Waits until every till that is off, asleep or in trouble is back. Returns since when each till is back. */
async function comeBack({ world, tills }: Parts, go: Go): Promise<DueBefore> {
  const since = new Map<OneTill, number>();
  await go(world.now() + 4 * DAY, () => {
    for (const till of tills)
      if (till.shop.isUp() && !world.isAsleep() && !since.has(till)) since.set(till, world.now());
    return since.size === tills.length;
  });
  return (till) => since.get(till) ?? 0;
}

type Doubtful = { readonly status: AttemptStatus; readonly isInLife: boolean };

function nothingIsLost(parts: Parts, dueBefore: DueBefore, isDue: (one: Doubtful) => boolean): void {
  for (const till of parts.tills) nothingIsLostOf(till, parts, dueBefore(till), isDue);
}

function nothingIsLostOf(
  { owner, checks }: OneTill,
  { violations, books, refunds, world }: Parts,
  capturedBefore: number,
  isDue: (one: Doubtful) => boolean,
): void {
  if (violations.length > 0) return;
  for (const order of books.orders()) {
    const capture = order.captures.find(({ charge }) => charge !== 'reversed');
    if (capture === undefined || capture.at >= capturedBefore) continue;
    if (order.owner !== owner || checks.isForgotten(order.number)) continue;
    const attempt = checks.attempt(order.number);
    if (attempt === null) {
      // The till searches twice for attempts that a restored ledger lost; the second time as late as for failed ones.
      if (!isDue({ status: 'failed', isInLife: false })) continue;
      checks.find('nothing is lost', `${order.number} was taken and is not in the ledger`);
      continue;
    }
    const isInLife = world.now() - checks.openedAt(order.number) < attempt.validForMs;
    if (hasMoneyMoved(attempt.status) || !isDue({ status: attempt.status, isInLife })) continue;
    const isAsAsked = capture.amountCents === attempt.amount && capture.currency === attempt.currency;
    if (checks.isUndatable(order.number)) continue;
    // A payment of another amount or currency is a lasting alert, whatever the status.
    if (!isAsAsked && attempt.lastResponse?.startsWith('mismatch-') === true) continue;
    checks.find('nothing is lost', `${order.number} was taken ${capture.charge} and is ${attempt.status}`);
  }
  for (const { number, doneAt, owner: by } of refunds.all()) {
    if (by !== owner) continue;
    if (checks.isForgotten(number)) continue;
    const status = checks.attempt(number)?.status;
    if (doneAt === null || doneAt >= capturedBefore || status === 'refunded') continue;
    // A refund has no life after which the till may enquire less often. A refused refund is checked again like a
    // failure.
    if (status !== undefined && !isDue({ status: status === 'refused' ? 'failed' : status, isInLife: false })) continue;
    checks.find('nothing is lost', `${number} was given back and is ${status ?? 'not in the ledger'}`);
  }
}
