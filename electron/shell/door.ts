/**
 * What the door does with a message, in this order: whoever sent it is our own window, it keeps its pace, the argument has
 * the command's shape, and whoever stands at the till may ask for it. Only then it is done, and what not everybody may do
 * is written down as an act. Apart from Electron, so that it can be tried without one.
 */
import type { z } from 'zod';
import type { Handlers, Outcome } from '../commands/handlers.ts';
import { CONTRACT, type ArgumentOf, type CommandName, type HeardOf } from '../../shared/contract/contract.ts';
import type { ForEverybody, ForSome, NotAllowed } from '../../shared/contract/entry.ts';
import { mayDo, type Actor } from '../../shared/role.ts';
import type { Act } from '../till/ports/ledger.ts';
import type { Log } from '../till/ports/world.ts';

/** Only the cashier's window asks for anything. */
type Name = CommandName<'cashier'>;

/** A strict schema for the argument of each command. */
export type Schemas = { readonly [K in Name]: z.ZodType<ArgumentOf<'cashier', K>> };

export type Doorway = {
  readonly schemas: Schemas;
  readonly handlers: Handlers;
  /** Whether one more of these is in its pace. */
  readonly isInPace: (name: Name) => boolean;
  /** Who stands at the till now. */
  readonly actor: () => Actor;
  /** Writes down what somebody did. */
  readonly noteAct: (act: Act) => void;
  readonly log: Log;
};

export type Message = {
  /** Whether the main frame of the cashier's own window has sent it. */
  readonly isOwn: boolean;
  /** Its arguments as they came. */
  readonly sent: readonly unknown[];
};

/** @throws Error that tells the window nothing but the command's name */
export async function answerCommand<K extends Name>(
  doorway: Doorway,
  name: K,
  { isOwn, sent }: Message,
): Promise<HeardOf<'cashier', K>> {
  const { schemas, handlers, isInPace, log } = doorway;
  if (!isOwn) return refuse(log, name, 'sender');
  // Before anything of it is looked at: looking costs time too.
  if (!isInPace(name)) return refuse(log, name, 'pace');
  const schema: z.ZodType<ArgumentOf<'cashier', K>> = schemas[name];
  const parsed = sent.length === 1 ? parse(schema, sent[0]) : null;
  if (!parsed?.success) return refuse(log, name, 'shape');
  const actor = doorway.actor();
  const rights: ForEverybody | ForSome = CONTRACT.cashier[name];
  if ('act' in rights && !mayDo(actor.role, rights.needs)) return notAllowed(log, name, rights.needs);
  try {
    const came = await handlers[name](parsed.data, actor);
    // Which of the two forms it has, is decided by the command's rights; the compiler does not follow that.
    if (!('act' in rights)) return came as HeardOf<'cashier', K>;
    const { answer, did, afterwards } = came as Outcome<HeardOf<'cashier', K>>;
    if (did !== null) note(doorway, { ...actor, what: rights.act, about: null, facts: {}, ...did });
    await afterwards?.();
    return answer;
  } catch (error) {
    // A bug of ours. The window gets no inside of it; the log does.
    log('door.failed', { name, error: textOf(error) });
    throw new Error(`${name} failed`, { cause: error });
  }
}

function refuse(log: Log, name: Name, why: 'sender' | 'shape' | 'pace'): never {
  log('door.refused', { name, why });
  throw new Error(`${name} refused`);
}

/** No mistake of the window's: somebody else has to ask. */
function notAllowed(log: Log, name: Name, needs: NotAllowed['needs']): NotAllowed {
  log('door.not-allowed', { name, needs });
  return { kind: 'not-allowed', needs };
}

/** It is done: whatever keeps it from being written down, the window hears what came of it. */
function note({ noteAct, log }: Doorway, act: Act): void {
  try {
    noteAct(act);
  } catch (error) {
    log('door.act-not-noted', { what: act.what, error: textOf(error) });
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : 'thrown');

/** What a check stumbles over (a cycle, a number that JSON does not have) is no more of the right shape than the rest. */
function parse<Argument>(schema: z.ZodType<Argument>, value: unknown): z.ZodSafeParseResult<Argument> | null {
  try {
    return schema.safeParse(value);
  } catch {
    return null;
  }
}
