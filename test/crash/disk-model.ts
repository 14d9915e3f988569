/**
 * What may be on a disk after a power loss. Everything synced is there. Each write that was not synced may be there, be
 * missing, or be there in some of its sectors only; each name change that was not synced may have happened or not.
 */
import { assertNever } from '../../shared/result.ts';
import type { DiskCall } from './disk-calls.ts';
import type { Dice } from '../support/dice.ts';

type Write = Extract<DiskCall, { kind: 'write' }>;
type Change = Write | Extract<DiskCall, { kind: 'truncate' }>;
type NameChange = Extract<DiskCall, { kind: 'create' | 'rename' | 'unlink' }>;
type Names = ReadonlyMap<string, number>;

/** The disk at one moment of a recorded life. */
export type Moment = {
  /** How many of the recorded calls were made by then. */
  readonly after: number;
  readonly durable: ReadonlyMap<number, Buffer>;
  readonly pending: ReadonlyMap<number, readonly Change[]>;
  readonly durableNames: Names;
  readonly pendingNames: readonly NameChange[];
};

/** The folder after the power is back. */
export type Found = {
  readonly files: ReadonlyMap<string, Buffer>;
  /** What happened to each change that was not synced. Two states of a moment differ if their fates differ. */
  readonly fate: string;
};

const SECTOR = 512;
const EMPTY = Buffer.alloc(0);

/** The disk before the first call and after each call. */
export function momentsOf(calls: readonly DiskCall[]): readonly Moment[] {
  const durable = new Map<number, Buffer>();
  const pending = new Map<number, readonly Change[]>();
  let durableNames: Names = new Map();
  let pendingNames: readonly NameChange[] = [];
  const moment = (after: number): Moment => ({
    after,
    durable: new Map(durable),
    pending: new Map(pending),
    durableNames,
    pendingNames,
  });
  const moments = [moment(0)];
  for (const [index, call] of calls.entries()) {
    switch (call.kind) {
      case 'write':
      case 'truncate':
        pending.set(call.file, [...(pending.get(call.file) ?? []), call]);
        break;
      case 'sync': {
        const changes = pending.get(call.file) ?? [];
        const content = openContent(durable.get(call.file) ?? EMPTY, changes);
        for (const change of changes) content.apply(change);
        durable.set(call.file, content.bytes());
        pending.delete(call.file);
        break;
      }
      case 'create':
      case 'rename':
      case 'unlink':
        pendingNames = [...pendingNames, call];
        break;
      case 'sync-folder':
        durableNames = pendingNames.reduce(renamed, durableNames);
        pendingNames = [];
        break;
      case 'told':
      case 'sent':
        break;
      default:
        assertNever(call);
    }
    moments.push(moment(index + 1));
  }
  return moments;
}

/**
 * One state in which the disk may be after the power loss. Variant 0 keeps nothing, variant 1 keeps everything, variant
 * 2 keeps all changes up to some write, like a disk that writes in order; the dice draw all others.
 */
export function foundAfter(moment: Moment, variant: number, dice: Dice): Found {
  const fates = fatesFor(variant, dice);
  let fate = '';
  const decide = (): Fate => {
    const decided = fates();
    fate += decided.charAt(0);
    return decided;
  };
  // A name change cannot be torn: `tear` loses it.
  const keptNames = moment.pendingNames.filter(() => decide() === 'keep');
  const names = keptNames.reduce(renamed, moment.durableNames);
  const files = new Map<string, Buffer>();
  for (const [name, file] of names) {
    const content = openContent(moment.durable.get(file) ?? EMPTY, moment.pending.get(file) ?? []);
    for (const change of moment.pending.get(file) ?? []) {
      const decided = decide();
      if (decided === 'keep' || (decided === 'tear' && change.kind === 'truncate')) content.apply(change);
      else if (decided === 'tear' && change.kind === 'write') fate += content.tear(change, dice);
    }
    files.set(name, content.bytes());
  }
  return { files, fate };
}

type Fate = 'lose' | 'keep' | 'tear';

function fatesFor(variant: number, dice: Dice): () => Fate {
  if (variant === 0) return () => 'lose';
  if (variant === 1) return () => 'keep';
  if (variant === 2) {
    let left = dice.whole(0, 12);
    return () => {
      left -= 1;
      return left > 0 ? 'keep' : left === 0 ? 'tear' : 'lose';
    };
  }
  const [lost, torn] = [dice.fraction(), dice.fraction()];
  return () => (dice.fraction() < lost ? 'lose' : dice.fraction() < torn ? 'tear' : 'keep');
}

/** A file's content to which changes can be applied, in one buffer with room for all changes. */
function openContent(durable: Buffer, changes: readonly Change[]) {
  const ends = changes.map((change) => (change.kind === 'write' ? change.offset + change.data.length : change.size));
  const room = changes.length === 0 ? durable : Buffer.alloc(Math.max(durable.length, ...ends));
  if (changes.length > 0) durable.copy(room);
  let size = durable.length;
  const put = (change: Write, from: number, until: number): void => {
    change.data.copy(room, from, from - change.offset, until - change.offset);
  };
  return {
    bytes: () => room.subarray(0, size),

    apply(change: Change): void {
      if (change.kind === 'write') {
        const end = change.offset + change.data.length;
        put(change, change.offset, end);
        size = Math.max(size, end);
      } else {
        // When a truncated file grows again, the new part is zeros.
        room.fill(0, change.size);
        size = change.size;
      }
    },

    /** Writes only some of the sectors. Returns a string of 1 for each written sector and 0 for each other. */
    tear(change: Write, dice: Dice): string {
      let sectors = '';
      const end = change.offset + change.data.length;
      for (let start = change.offset; start < end; start += SECTOR - (start % SECTOR)) {
        const isWritten = dice.fraction() < 0.5;
        sectors += isWritten ? '1' : '0';
        if (isWritten) put(change, start, Math.min(start + SECTOR - (start % SECTOR), end));
      }
      size = Math.max(size, end);
      return sectors;
    },
  };
}

function renamed(names: Names, change: NameChange): Names {
  const changed = new Map(names);
  switch (change.kind) {
    case 'create':
      return changed.set(change.name, change.file);
    case 'unlink':
      changed.delete(change.name);
      return changed;
    case 'rename': {
      const file = changed.get(change.from);
      changed.delete(change.from);
      // If the file's creation was lost, its rename has no effect.
      return file === undefined ? changed : changed.set(change.to, file);
    }
    default:
      return assertNever(change);
  }
}
