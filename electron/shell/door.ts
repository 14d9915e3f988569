/**
 * What the door does with a message. It checks in this order: our own window sent it, it keeps its pace, the argument
 * has the command's shape, and the person at the till may ask for it. Only then is the command done, and an act written
 * for a command that not everybody may use. It does not use Electron, so that it can be tested without it.
 */
import type { z } from 'zod';
import type { Handlers, Outcome } from '../commands/handlers.ts';
import { CONTRACT, type ArgumentOf, type CommandName, type HeardOf } from '../../shared/contract/contract.ts';
import type { ForEverybody, ForSome, NotAllowed } from '../../shared/contract/entry.ts';
import { mayDo, type Actor } from '../../shared/role.ts';
import type { Act } from '../till/ports/ledger.ts';
import type { Log } from '../till/ports/world.ts';

/** Only the cashier's window sends commands. */
type Name = CommandName<'cashier'>;

/** A strict schema for the argument of each command. */
export type Schemas = { readonly [K in Name]: z.ZodType<ArgumentOf<'cashier', K>> };

export type Doorway = {
  readonly schemas: Schemas;
  readonly handlers: Handlers;
  /** Whether one more of these commands is within its pace. */
  readonly isInPace: (name: Name) => boolean;
  /** The person at the till. */
  readonly actor: () => Actor;
  /** Writes down who did what. */
  readonly noteAct: (act: Act) => void;
  readonly log: Log;
};

export type Message = {
  /** Whether the main frame of the cashier's own window sent it. */
  readonly isOwn: boolean;
  /** Its arguments, unchecked. */
  readonly sent: readonly unknown[];
};

/** @throws Error that tells the window only the command's name */
export async function answerCommand<K extends Name>(
  doorway: Doorway,
  name: K,
  { isOwn, sent }: Message,
): Promise<HeardOf<'cashier', K>> {
  const { schemas, handlers, isInPace, log } = doorway;
  if (!isOwn) return refuse(log, name, 'sender');
  // Checked before the argument is read, because reading costs time too.
  if (!isInPace(name)) return refuse(log, name, 'pace');
  const schema: z.ZodType<ArgumentOf<'cashier', K>> = schemas[name];
  const parsed = sent.length === 1 ? parse(schema, sent[0]) : null;
  if (!parsed?.success) return refuse(log, name, 'shape');
  const actor = doorway.actor();
  const rights: ForEverybody | ForSome = CONTRACT.cashier[name];
  if ('act' in rights && !mayDo(actor.role, rights.needs)) return notAllowed(log, name, rights.needs);
  try {
    const came = await handlers[name](parsed.data, actor);
    // The command's rights decide which of the two forms the answer has; the compiler cannot follow that.
    if (!('act' in rights)) return came as HeardOf<'cashier', K>;
    const { answer, did, afterwards } = came as Outcome<HeardOf<'cashier', K>>;
    if (did !== null) note(doorway, { ...actor, what: rights.act, about: null, facts: {}, ...did });
    await afterwards?.();
    return answer;
  } catch (error) {
    // A bug of ours. The log gets the details; the window does not.
    log('door.failed', { name, error: textOf(error) });
    throw new Error(`${name} failed`, { cause: error });
  }
}

function refuse(log: Log, name: Name, why: 'sender' | 'shape' | 'pace'): never {
  log('door.refused', { name, why });
  throw new Error(`${name} refused`);
}

/** Not the window's fault: another person must ask. */
function notAllowed(log: Log, name: Name, needs: NotAllowed['needs']): NotAllowed {
  log('door.not-allowed', { name, needs });
  return { kind: 'not-allowed', needs };
}

/** The command is done: if its act cannot be written, the window still gets its answer. */
function note({ noteAct, log }: Doorway, act: Act): void {
  try {
    noteAct(act);
  } catch (error) {
    log('door.act-not-noted', { what: act.what, error: textOf(error) });
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : 'thrown');

/** A value that makes the check throw (a cycle, a number that JSON does not have) has the wrong shape too. */
function parse<Argument>(schema: z.ZodType<Argument>, value: unknown): z.ZodSafeParseResult<Argument> | null {
  try {
    return schema.safeParse(value);
  } catch {
    return null;
  }
}
