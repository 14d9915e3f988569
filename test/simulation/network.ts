/** The network between the till and the gateway: it loses, delays, cuts and doubles requests and answers. */
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Checks } from './checks.ts';
import { plain, type Answer } from './desk.ts';
import type { Faults } from './faults.ts';
import type { Manners } from './manners.ts';
import type { Dice } from '../support/dice.ts';
import type { World } from './world.ts';

/** Returns the result of a call: an answer, or an error of the machine's network. */
export type Reply = (inMs: number, answer: () => Answer | Error) => void;

export type Network = {
  /** Carries a payment or refund request, and delivers it at most twice. */
  carry(number: AttemptNumber, checks: Checks, arrive: () => Answer, reply: Reply): void;
  carryEnquiry(about: readonly AttemptNumber[], arrive: () => Answer, reply: Reply): void;
  setOnline(online: boolean): void;
};

export type NetworkDeps = {
  readonly world: World;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly manners: Manners;
  /** The machine falls asleep. */
  readonly sleep: () => void;
};

/** How long the till waits for an answer: the model ends the call then, as the till's own timer would. */
const PAY_TIMEOUT_MS = 30_000;
const ASK_TIMEOUT_MS = 10_000;
/** QFPay allows a merchant 400 calls a minute. */
const CALLS_PER_MINUTE = 400;

/** Made once: a stack costs more than the call. */
const TIMED_OUT = Object.assign(new Error('timed out'), { name: 'TimeoutError' });
const timedOut = (): Error => TIMED_OUT;
/** Chromium's error when no byte was sent. */
const REFUSED = new Error('net::ERR_CONNECTION_REFUSED');
const refused = (): Error => REFUSED;
const busy = (): Answer => plain(429, '');

export function createNetwork({ world, dice, faults, manners, sleep }: NetworkDeps): Network {
  let online = true;
  /** When the calls of the last minute were made. */
  const calls: number[] = [];

  /** Counts a call that reached the gateway. Returns whether it is one too many for this minute. */
  const isOneTooMany = (): boolean => {
    const now = world.now();
    while ((calls[0] ?? now) <= now - 60_000) calls.shift();
    calls.push(now);
    return calls.length > CALLS_PER_MINUTE;
  };
  const latency = (): number => dice.whole(30, 900);
  const half = ({ status, body }: Answer): Answer => plain(status, body.slice(0, Math.floor(body.length / 2)));

  return {
    carry(number, checks, arrive, reply) {
      const about = [number];
      const lose = (inMs = PAY_TIMEOUT_MS): void => reply(inMs, timedOut);
      const arriveIn = (ms: number): void => world.outside(ms, () => void arrive());
      if (!online) {
        faults.note('offline', about);
        const mayHaveLeft = dice.chance(0.3);
        checks.sent(number, mayHaveLeft);
        if (mayHaveLeft) lose();
        else reply(dice.whole(10, 5_000), refused);
        return;
      }
      if (faults.strike('not-sent', 0.06, about)) {
        checks.sent(number, false);
        reply(dice.whole(10, 10_000), refused);
        if (manners.has('sleep at a refusal') && dice.chance(0.5)) sleep();
        return;
      }
      checks.sent(number, true);
      if (isOneTooMany() || faults.strike('busy', 0.03, about)) {
        reply(latency(), busy);
      } else if (faults.strike('request-lost', 0.05, about)) {
        lose(dice.whole(1_000, PAY_TIMEOUT_MS));
      } else if (faults.strike('request-late', 0.02, about)) {
        arriveIn(dice.whole(5_000, 110_000));
        lose();
      } else if (faults.strike('answer-lost', manners.has('short lists') ? 0.25 : 0.05, about)) {
        arriveIn(latency());
        lose(dice.whole(1_000, PAY_TIMEOUT_MS));
      } else if (faults.strike('error-after', 0.02, about)) {
        arriveIn(latency());
        reply(2_000, () => plain(502, '<html>'));
      } else if (faults.strike('cut', 0.03, about)) {
        world.outside(latency(), () => {
          const answer = arrive();
          reply(2_000, () => half(answer));
        });
      } else if (manners.has('repeated request') && faults.strike('request-repeated', 0.08, about)) {
        world.outside(latency(), () => {
          arrive();
          world.outside(dice.whole(1, 400), () => reply(latency(), always(arrive())));
        });
      } else {
        const slow = faults.strike('answer-slow', 0.05, about);
        world.outside(latency(), () => {
          reply(slow ? dice.whole(4_000, PAY_TIMEOUT_MS - 1_000) : latency(), always(arrive()));
        });
      }
    },

    carryEnquiry(about, arrive, reply) {
      if (!online) {
        faults.note('offline', about);
        reply(dice.whole(10, ASK_TIMEOUT_MS), timedOut);
      } else if (isOneTooMany() || faults.strike('enquiry-busy', 0.02, about)) {
        reply(latency(), busy);
      } else if (faults.strike('enquiry-lost', 0.03, about)) {
        reply(dice.whole(500, ASK_TIMEOUT_MS), timedOut);
      } else if (faults.strike('enquiry-cut', 0.01, about)) {
        reply(latency(), () => plain(200, '{"respcd":"0000","data":[{"respcd":"0000","out_tr'));
      } else if (faults.strike('enquiry-refused', 0.002, about)) {
        const respcd = dice.pick(['1100', '1108', '1103', '1202', '1252', '1143', '9999']);
        reply(latency(), () => plain(200, JSON.stringify({ respcd, resperr: '', data: null })));
      } else {
        const slow = faults.strike('enquiry-slow', 0.02, about);
        world.outside(latency(), () => {
          reply(slow ? dice.whole(2_000, ASK_TIMEOUT_MS - 1_000) : latency(), always(arrive()));
          if (manners.has('sleep at an answer') && !faults.isOver() && dice.chance(0.02)) sleep();
        });
      }
    },

    setOnline(now) {
      online = now;
    },
  };
}

const always =
  (answer: Answer): (() => Answer) =>
  () =>
    answer;
