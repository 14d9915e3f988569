/**
 * Kills a till again and again at random moments: while it sells, starts, or starts after a kill. After each kill the
 * file must contain everything that was told; after several kills the ledger must agree with the gateway's books.
 */
import type { AttemptStatus } from '../../shared/attempt/record.ts';
import type { CampaignOptions, CampaignResult } from '../support/campaign.ts';
import { createDice, type Dice } from '../support/dice.ts';
import { randomSales } from './script.ts';
import { openCrashShop, type CrashShop } from './shop.ts';
import { buildTillProgram, type Ended, type TillProgram } from './till-program.ts';

/** Kills of one shop's till before every attempt must come to its end. */
const KILLS_PER_SHOP = 10;
const SHOPS_AT_A_TIME = 2;
const SPEED = 200;
/** More sales than any life can finish. */
const SALES_PER_LIFE = 40;
/** The kill comes after at most so many new attempts, then at most so many lines, then at most so many milliseconds. */
const ATTEMPTS_MAX = 6;
const LINES_MAX = 6;
const AFTER_LINE_MS_MAX = 20;
/** About how long the program takes to start. */
const AFTER_START_MS_MAX = 150;
const PATIENCE_MS = 400;
/** Share of kills that come while the program starts. */
const AT_START_SHARE = 0.25;

const REFUND_MODES = ['done', 'pending-then-done', 'pending-then-refused', 'done-no-answer', 'no-answer'] as const;
const LOW_BALANCE_SHARE = 0.1;

const MUST_BE_MET: readonly AttemptStatus[] = [
  'pending',
  'unknown',
  'paid',
  'failed',
  'late-paid',
  'refunded',
  'refused',
];
const ENOUGH_TO_MEET_ALL = 200;

/** The same seed plays the same sales and kills after the same lines; the exact moment depends on the machine. */
export async function killRandomly({ seed, count, progress }: CampaignOptions): Promise<CampaignResult> {
  const program = await buildTillProgram();
  const violations: string[] = [];
  const met = new Set<AttemptStatus>();
  let done = 0;
  let next = 0;
  const shops = async (): Promise<void> => {
    while (next < count) {
      const first = next;
      next = Math.min(count, first + KILLS_PER_SHOP);
      for await (const faults of killAgainAndAgain(program, seed, [first, next], met)) {
        violations.push(...faults);
        done += 1;
        progress(done);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: SHOPS_AT_A_TIME }, shops));
  } finally {
    program.remove();
  }
  // If no till reached a status, the kills prove nothing about it.
  const missed = count < ENOUGH_TO_MEET_ALL ? [] : MUST_BE_MET.filter((status) => !met.has(status));
  return { done, violations: [...violations, ...missed.map((status) => `no till lived to see ${status}`)] };
}

/** Kills one shop's till several times; yields the faults after each kill. */
async function* killAgainAndAgain(
  program: TillProgram,
  seed: number,
  [from, to]: readonly [number, number],
  met: Set<AttemptStatus>,
): AsyncGenerator<readonly string[]> {
  const shop = await openCrashShop(program, createDice(seed, from), SPEED);
  try {
    for (let kill = from; kill < to; kill += 1) {
      const faults = await killOnce(shop, createDice(seed, kill));
      const settled = kill + 1 === to ? [...(await shop.settle()), ...shop.faults()] : [];
      const name = `seed ${seed}, kill ${kill} of the shop of kills ${from} to ${to - 1}`;
      yield [...faults, ...settled].map((fault) => `${name}: ${fault}`);
    }
  } finally {
    for (const status of shop.met()) met.add(status);
    await shop.close();
  }
}

async function killOnce(shop: CrashShop, dice: Dice): Promise<readonly string[]> {
  const atStart = dice.fraction() < AT_START_SHARE;
  const afterMs = dice.fraction() * (atStart ? AFTER_START_MS_MAX : AFTER_LINE_MS_MAX);
  shop.setRefunds({ refundMode: dice.pick(REFUND_MODES), lowBalance: dice.fraction() < LOW_BALANCE_SHARE });
  let attemptsLeft = dice.whole(1, ATTEMPTS_MAX);
  let linesLeft = dice.whole(0, LINES_MAX);
  let killLater = (): void => undefined;
  const ended = await shop.live(randomSales(dice, SALES_PER_LIFE), {
    patienceMs: PATIENCE_MS,
    onStart(kill) {
      let timer: NodeJS.Timeout | undefined;
      killLater = () => {
        timer ??= setTimeout(kill, afterMs);
      };
      if (atStart) killLater();
      return () => {
        clearTimeout(timer);
      };
    },
    // Wait for lines and not for a time, so that on a busy machine too the kill comes in the middle of a day.
    onLine(line) {
      if (line.endsWith(' 1 sending')) attemptsLeft -= 1;
      if (attemptsLeft > 0) return;
      if (linesLeft === 0) killLater();
      linesLeft -= 1;
    },
  });
  return [...unlessKilled(ended), ...shop.faults()];
}

function unlessKilled(ended: Ended): readonly string[] {
  switch (ended.kind) {
    case 'killed':
      return [];
    case 'broken':
      return [`the till broke by itself: ${ended.error}`];
    case 'done':
    case 'not-opened':
      return [`the till was ${ended.kind} before it was killed: ${ended.lines.at(-1)}`];
    default:
      return ended satisfies never;
  }
}
