/**
 * One open till with the ledger and the gateway of its environment, and its background work: the verification of the
 * ledger, backups, and the search for lost attempts.
 */
import type { RestoredView, Trouble } from '../../shared/contract/support.ts';
import type { LedgerWork } from '../../shared/ledger-fault.ts';
import type { Person, PersonChange } from '../../shared/person.ts';
import type { WallMs } from '../../shared/time.ts';
import { createGateway, type GatewayOptions } from '../gateway/client.ts';
import type { Keeper, KeptLedger } from '../ledger/keeper.ts';
import type { TillEvent } from '../till/event.ts';
import { recoverLost } from '../till/lost.ts';
import type { Act } from '../../shared/act.ts';
import { LedgerError, type ActsLedger, type PeopleLedger, type Restored } from '../till/ports/ledger.ts';
import { createTill, type Till, type TillDeps } from '../till/till.ts';

/** The events of an open till and of its ledger. */
export type OpenTillEvent =
  | TillEvent
  /** Work on the ledger that the cashier has to wait for. */
  | { readonly kind: 'preparing'; readonly work: LedgerWork }
  /** The open ledger was verified; `isSound` is false if it is damaged. */
  | { readonly kind: 'looked-through'; readonly isSound: boolean }
  | { readonly kind: 'backup-failed'; readonly error: LedgerError };

export type OpenTillDeps = Omit<TillDeps, 'ledger' | 'gateway' | 'onEvent'> & {
  readonly onEvent: (event: OpenTillEvent) => void;
  readonly keeper: Keeper;
  readonly gatewayOptions: GatewayOptions;
  /** The ledger's file. */
  readonly path: string;
  /** The ledger is known to be damaged and has to be restored first. */
  readonly isDamaged: boolean;
};

/** What a manager has to read before payments are taken. */
type ToRead = Extract<Trouble, { kind: 'ledger-restored' | 'ledger-moved' }>;

export type OpenTill = {
  readonly till: Till;
  readonly path: string;
  /**
   * Verifies the ledger now; without a call the verification starts by itself after two seconds. Resolves when it has
   * ended, after the event `looked-through` or `ledger-failed`.
   */
  lookThrough(): Promise<void>;
  isLookedThrough(): boolean;
  /** What a manager has to read before payments are taken; null when there is nothing. */
  toRead(): ToRead | null;
  /** Notes in the ledger that a manager has read what `toRead` returned. @throws LedgerError */
  noteRead(): void;
  /** The people of this ledger. @throws LedgerError, except `all` */
  readonly people: {
    all(): readonly Person[];
    namesEver(): readonly string[];
    add(person: Pick<Person, 'name' | 'role'>): Person;
    /** @returns false if the row has another version; then nothing was changed */
    change(person: Pick<Person, 'id' | 'version'>, change: PersonChange): boolean;
  };
  /** Writes an act to the ledger. @throws LedgerError */
  noteAct(act: Act, at: WallMs): void;
  /** Reads acts of the ledger. @throws LedgerError */
  readonly acts: ActsLedger['acts'];
  /** @param isEnd the program ends: the ledger is backed up at once if anything has changed */
  close(isEnd: boolean): void;
};

/**
 * How often the ledger is backed up, if it has changed. The first backup is made soon, but not while the till starts.
 * It holds the epoch of a new ledger: if the ledger is lost, all its numbers can be found at the gateway by the epoch.
 */
const BACKUP_EVERY_MS = 15 * 60_000;
const FIRST_BACKUP_MS = 60_000;

/** Rejects with LedgerError, or with Stopped if the keeper was stopped meanwhile. */
export async function openTill(deps: OpenTillDeps): Promise<OpenTill> {
  const { keeper, path, clock } = deps;
  const kept = await keeper.open(path, deps.isDamaged, (work) => {
    deps.onEvent({ kind: 'preparing', work });
  });
  const { ledger } = kept;
  const gateway = createGateway(deps.gatewayOptions);
  /** Called in reverse order. */
  const stops: (() => void)[] = [gateway.close];
  const close = (isEnd: boolean): void => {
    for (const stop of stops.splice(0).toReversed()) stop();
    ledger.close(() => {
      if (isEnd) keeper.backUpNow(path);
    });
  };
  try {
    let restored = ledger.restored();
    let moved = ledger.movedFrom();
    const isRestoreUnread = () => restored !== null && restored.seenAt === null;
    const till = createTill({ ...deps, ledger, gateway });
    stops.push(till.stop);
    const stopAsking = recoverLost({
      ...deps,
      ledger,
      gateway,
      onAdopted: till.adopted,
      onAsked() {
        restored = ledger.restored();
        deps.onEvent({ kind: 'changed' });
      },
    });
    const look = lookOnce(deps, kept);
    stops.push(stopAsking, backUpRegularly(deps), look.stop);
    return {
      till,
      path,
      lookThrough: look.now,
      isLookedThrough: look.isOver,
      toRead() {
        if (restored !== null && isRestoreUnread()) return { kind: 'ledger-restored', ...restoredView(restored) };
        return moved === null ? null : { kind: 'ledger-moved', ...moved };
      },
      noteRead() {
        if (isRestoreUnread()) {
          ledger.noteRestore('seen', clock.wall());
          restored = ledger.restored();
        } else {
          ledger.noteMoveRead(clock.wall());
          moved = ledger.movedFrom();
        }
      },
      people: peopleOf(ledger, clock.wall),
      noteAct: ledger.noteAct,
      acts: ledger.acts,
      close,
    };
  } catch (error) {
    close(false);
    throw error;
  }
}

/** Each command and each state of the windows asks who is there, so they are read once. @throws LedgerError */
function peopleOf(ledger: PeopleLedger, wall: () => WallMs): OpenTill['people'] {
  let known = ledger.people();
  return {
    all: () => known,
    namesEver: () => ledger.namesEver(),
    add(person) {
      const added = ledger.addPerson(person, wall());
      known = ledger.people();
      return added;
    },
    change(person, change) {
      const isChanged = ledger.changePerson(person, change, wall());
      known = ledger.people();
      return isChanged;
    },
  };
}

function restoredView({ reason, quarantine, backupAt, askedAt, ...restored }: Restored): RestoredView {
  return {
    reason,
    quarantine,
    backupAt,
    kept: restored.attemptsKept,
    inDoubt: restored.attemptsInDoubt,
    leftOut: restored.attemptsLeftOut,
    asked: askedAt !== null,
  };
}

/** The verification waits while the pages load. An earlier payment starts it at once. */
const LOOK_AFTER_MS = 2_000;

function lookOnce({ timers, onEvent }: OpenTillDeps, kept: KeptLedger) {
  let looking: Promise<void> | null = null;
  let isOver = false;
  let isStopped = false;
  const look = async (): Promise<void> => {
    try {
      const sound = await kept.lookThrough();
      if (isStopped) return;
      isOver = true;
      onEvent({ kind: 'looked-through', isSound: sound });
      if (sound) void lookAtRest();
    } catch (error) {
      if (!isStopped) onEvent({ kind: 'ledger-failed', error: asLedgerError(error) });
    }
  };
  const lookAtRest = async (): Promise<void> => {
    try {
      const sound = await kept.lookAtRest();
      if (!isStopped && !sound) onEvent({ kind: 'looked-through', isSound: false });
    } catch (error) {
      if (!isStopped) onEvent({ kind: 'ledger-failed', error: asLedgerError(error) });
    }
  };
  const now = (): Promise<void> => (looking ??= look());
  const cancel = timers.after(LOOK_AFTER_MS, () => {
    void now();
  });
  return {
    now,
    isOver: () => isOver,
    stop() {
      isStopped = true;
      cancel();
    },
  };
}

const asLedgerError = (error: unknown): LedgerError =>
  error instanceof LedgerError ? error : new LedgerError('disk', error);

/** Returns a function that stops the backups. */
function backUpRegularly({ keeper, path, timers, onEvent }: OpenTillDeps): () => void {
  let cancel = (): void => undefined;
  let isStopped = false;
  const backUp = async (): Promise<void> => {
    try {
      await keeper.backUp(path);
    } catch (error) {
      if (isStopped) return;
      onEvent({ kind: 'backup-failed', error: asLedgerError(error) });
    }
    if (!isStopped) backUpIn(BACKUP_EVERY_MS);
  };
  const backUpIn = (ms: number): void => {
    cancel = timers.after(ms, () => {
      void backUp();
    });
  };
  backUpIn(FIRST_BACKUP_MS);
  return () => {
    isStopped = true;
    cancel();
  };
}
