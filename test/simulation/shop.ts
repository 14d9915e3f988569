/**
 * The program around the till, like counter.ts in the product: opens the till, reopens it after ledger trouble, and
 * loses it when the power fails. A life is one opening of the till; only the ledger's file outlasts the program, and the
 * program's clock and budget outlast a life that ended by ledger trouble.
 */
import { readCode } from '../../electron/scanner/read-code.ts';
import { recoverLost } from '../../electron/till/lost.ts';
import { keepingOf } from './keeping.ts';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import type { Clock, Timers } from '../../electron/till/ports/world.ts';
import { LedgerError } from '../../electron/till/ports/ledger.ts';
import { createBudget, type Budget } from '../../electron/till/budget.ts';
import { createTill, type Till, type TillState } from '../../electron/till/till.ts';
import { epochFrom, type AttemptNumber } from '../../shared/attempt/number.ts';
import { cents } from '../../shared/money.ts';
import type { Checks } from './checks.ts';
import type { FaultKind, Faults } from './faults.ts';
import type { Owner } from './books.ts';
import type { Connection, ModelGateway } from './model-gateway.ts';
import type { Dice } from '../support/dice.ts';
import type { Manners } from './manners.ts';
import { isOdd } from './odd-error.ts';
import { witnessAdoptions, witnessLedger } from './witness-ledger.ts';
import type { World } from './world.ts';
import type { LogLine } from './log-line.ts';

export type ShopDeps = {
  readonly world: World;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly checks: Checks;
  readonly gateway: () => ModelGateway;
  /** The name of this till among those on the account. */
  readonly owner: Owner;
  readonly manners: Manners;
  readonly ledgerPath: string;
  readonly log: LogLine;
};

export type Shop = {
  /** The till that a cashier can use now; null while the machine is off or the ledger is in trouble. */
  till(): Till | null;
  /** The state that the windows received last; null when there is no till. */
  screen(): TillState | null;
  open(): void;
  /** The power fails now. The program starts again by itself. */
  crash(): void;
  /** Ends the program cleanly and starts it again after `offMs`. */
  restart(offMs: number): void;
  /** Called at a commit or a call, where the power may fail. */
  mayCrash(probability: number): void;
  isUp(): boolean;
  hasNextAction(): boolean;
  close(): void;
};

/** What one run of the program keeps while it reopens the till: its monotonic clock, and its budget of calls. */
type Run = { readonly clock: Clock; readonly budget: Budget };

type Life = {
  readonly run: Run;
  readonly ledger: OpenLedger;
  readonly connection: Connection;
  till: Till | null;
  /** The state at the till's last `changed` event; null until it is read. */
  screen: TillState | null;
  readonly timers: Set<() => void>;
  isGone: boolean;
  inTrouble: boolean;
};

export const LIMIT_CENTS = 500_000;
const TILL_ID = '01';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const BACKUP_EVERY_MS = 15 * MINUTE;
const TRY_LEDGER_AGAIN_MS = 5 * SECOND;
/**
 * Share of starts that verify the ledger before they open it. The others skip that, like a till that verifies in a
 * worker while it serves the first customers. The checks compare each change at its commit, and the whole file at the
 * run's end.
 */
const LOOKS_THROUGH = 0.1;

export function createShop(deps: ShopDeps): Shop {
  const { world, dice, faults, checks, log } = deps;
  const fractions = dice.fork('till');
  let life: Life | null = null;
  const looks = dice.fork('looks');
  const odds = dice.fork('odds');
  const keeping = keepingOf(deps.ledgerPath);
  /**
   * Whether to take backups and inspect the file at each start: too slow for worlds where nothing happens to the file.
   */
  const isKept = deps.manners.has('put back') || deps.manners.has('lost ledger');
  let closedInOrder = false;
  let isForgetful = false;
  const epochs = dice.fork('epochs');
  let drawnIds = 0;
  let isCommitted = false;

  const struck = (kind: FaultKind): void => {
    faults.note(kind, checks.unfinished());
  };

  const timersOf = (own: Life): Timers => ({
    after(ms, call) {
      if (own.isGone) return () => undefined;
      const cancel = world.onMachine(ms, () => {
        own.timers.delete(forget);
        try {
          call();
        } catch (error) {
          // The program logs an odd error and shows it as a bug.
          if (!isOdd(error)) throw error;
        }
      });
      const forget = (): void => {
        own.timers.delete(forget);
        cancel();
      };
      own.timers.add(forget);
      return forget;
    },
  });

  const isGone = (own: Life): boolean => own.isGone;

  /** Ends a life: its calls are cut and its timers cancelled, so that nothing more happens in it. */
  const end = (own: Life): void => {
    own.isGone = true;
    own.connection.cut();
    for (const forget of own.timers) forget();
    checks.tillGone();
    if (life === own) life = null;
    // Close the ledger later, because the till's own commit may be what called this function.
    world.outside(0, () => own.ledger.close());
  };

  const trouble = (own: Life, error: LedgerError): void => {
    if (own.isGone || own.inTrouble) return;
    log(`shop ledger trouble ${error.fault}`);
    own.inTrouble = true;
    checks.tillGone();
    world.onMachine(TRY_LEDGER_AGAIN_MS, () => {
      if (own.isGone) return;
      own.till?.stop();
      own.connection.gateway.close();
      end(own);
      world.onMachine(0, () => openIn(own.run));
    });
  };

  /** Does to the machine what may happen while the program is not running: a wrong clock, a lost or an old ledger. */
  const meddle = (): void => {
    if (faults.isOver()) return;
    const isYear = deps.manners.has('wrong years');
    if ((isYear || deps.manners.has('wrong clocks')) && odds.chance(0.3)) {
      struck('wrong-clock');
      const most = { minutes: 20 * MINUTE, day: 26 * HOUR, year: 400 * 24 * HOUR, right: 0 }[
        odds.weighted({ minutes: 3, day: 3, year: isYear ? 4 : 0, right: 3 })
      ];
      world.setWall(odds.whole(-most, most));
    }
    if (deps.manners.has('lost ledger') && odds.chance(0.25)) {
      struck('lost-ledger');
      log('shop ledger lost');
      keeping.lose(odds.pick(['gone', 'garbled']));
    } else if (deps.manners.has('put back') && closedInOrder) {
      if (keeping.hasCopy() && odds.chance(0.4)) {
        struck('put-back');
        isForgetful = odds.chance(0.5);
        log(`shop ${isForgetful ? 'folder' : 'ledger'} put back`);
        keeping.putBack(isForgetful);
      } else if (odds.chance(0.6)) keeping.copyFolder();
    }
  };

  /** The monotonic clock starts from another value at each start of the program. */
  const start = (): Run => {
    const monoOffset = dice.whole(0, 10 * HOUR);
    const clock = { mono: () => world.mono() + monoOffset, wall: world.wall };
    return { clock, budget: createBudget(clock.mono()) };
  };

  const open = (): void => openIn(null);

  /** @param running the run of the program that reopens the till; null when the program starts */
  const openIn = (running: Run | null): void => {
    if (life !== null) return;
    meddle();
    closedInOrder = false;
    const draw = (): string => epochFrom(Uint8Array.from({ length: 8 }, () => epochs.whole(0, 255)));
    const at = world.wall();
    const looked = !looks.chance(LOOKS_THROUGH);
    const { ledger, wasRestored } = isKept
      ? keeping.open(at, draw)
      : { ledger: openLedger(deps.ledgerPath, { looked, at, draw }), wasRestored: false };
    const run = running ?? start();
    const { clock, budget } = run;
    const own: Life = {
      run,
      ledger,
      connection: deps.gateway().connect({
        owner: deps.owner,
        checks,
        atCall: (call) => mayCrash(call === 'pay' ? 0.002 : 0.0002),
      }),
      till: null,
      screen: null,
      timers: new Set(),
      isGone: false,
      inTrouble: false,
    };
    life = own;
    if (wasRestored || isForgetful) checks.putBack((number) => ledger.find(number), isForgetful);
    isForgetful = false;
    checks.tillStarted();
    try {
      own.till = createTill({
        unread: [],
        ledger: witnessLedger({
          raw: ledger,
          checks,
          faults,
          manners: deps.manners,
          dice: odds,
          log,
          isInTrouble: () => own.inTrouble,
          atCommit() {
            isCommitted = true;
            mayCrash(0.0005);
          },
          isGone: () => isGone(own),
        }),
        gateway: own.connection.gateway,
        clock,
        budget,
        timers: timersOf(own),
        random: {
          fraction: fractions.fraction,
          id() {
            drawnIds += 1;
            return `sale-${drawnIds}`;
          },
        },
        keyedHash: (text) => `hash of ${text}`,
        readCode,
        log(event, facts = {}) {
          log(event, facts);
          if (event.endsWith('.unexpected')) checks.willAskAgain(facts.number as AttemptNumber);
        },
        tillId: TILL_ID,
        by: () => 'owner',
        limit: () => cents(LIMIT_CENTS),
        onEvent(event) {
          if (event.kind === 'ledger-failed') return trouble(own, event.error);
          if (event.kind === 'paid-twice' || event.kind === 'over-returned') log(event.kind, { number: event.number });
          if (event.kind !== 'changed') return;
          // Check what the windows show after a commit, and sometimes without one: a screen must not be ahead of the
          // ledger.
          const isTold = isCommitted || looks.chance(0.1);
          isCommitted = false;
          own.screen = null;
          if (isTold && !own.isGone && own.till !== null) {
            own.screen = own.till.state();
            checks.shown(own.screen);
          }
        },
      });
      if (isKept) keep(own);
      log('shop opened');
    } catch (error) {
      if (!(error instanceof LedgerError) && !isOdd(error)) throw error;
      trouble(own, error instanceof LedgerError ? error : new LedgerError('disk', error));
    }
  };

  /**
   * What the program does besides the till: takes backups, and asks the gateway for attempts that a restored ledger
   * lost.
   */
  const keep = (own: Life): void => {
    const { clock, budget } = own.run;
    const timers = timersOf(own);
    const backUpIn = (ms: number): void => {
      timers.after(ms, () => {
        keeping.backUp(world.wall(), false);
        backUpIn(BACKUP_EVERY_MS);
      });
    };
    backUpIn(MINUTE);
    recoverLost({
      tillId: TILL_ID,
      ledger: witnessAdoptions(own.ledger, checks),
      gateway: own.connection.gateway,
      clock,
      timers,
      budget,
      log: (event, facts = {}) => log(event, facts),
      onAdopted: (number) => own.till?.adopted(number),
      onAsked: () => undefined,
      onEvent(event) {
        if (event.kind === 'ledger-failed') return trouble(own, event.error);
        if (event.kind === 'left-out') checks.leftOut(event.number);
        log(event.kind, { what: JSON.stringify(event) });
      },
    });
  };

  const tillOf = (own: Life | null): Till | null => (own === null || own.inTrouble ? null : own.till);

  const crash = (): void => {
    if (life === null) return;
    struck('crash');
    log('shop crash');
    end(life);
    const kind = faults.isOver() ? 'seconds' : dice.weighted({ seconds: 60, minutes: 32, hours: 7, days: 1 });
    const offMs = {
      seconds: () => dice.whole(2 * SECOND, 40 * SECOND),
      minutes: () => dice.whole(MINUTE, 30 * MINUTE),
      hours: () => dice.whole(HOUR, 12 * HOUR),
      days: () => dice.whole(24 * HOUR, 60 * HOUR),
    }[kind]();
    world.onMachine(offMs, open);
  };

  const mayCrash = (probability: number): void => {
    if (life !== null && !life.isGone && !faults.isOver() && dice.chance(probability)) crash();
  };

  return {
    till: () => tillOf(life),
    screen() {
      const till = tillOf(life);
      if (life === null || till === null) return null;
      life.screen ??= till.state();
      return life.screen;
    },
    open,
    crash,
    mayCrash,
    restart(offMs) {
      if (life === null) return;
      struck('stop');
      log('shop stops');
      life.till?.stop();
      life.connection.gateway.close();
      end(life);
      closedInOrder = true;
      if (isKept) keeping.backUp(world.wall(), true);
      world.onMachine(offMs, open);
    },
    isUp: () => life !== null && !life.inTrouble,
    hasNextAction: () => life !== null && (life.timers.size > 0 || life.connection.callsUnderWay() > 0),
    close() {
      if (life !== null) end(life);
    },
  };
}
