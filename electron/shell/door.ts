/**
 * What the door does with a message. It checks in this order: our own window sent it, it keeps its pace, the argument
 * has the command's shape, and the person at the till may ask for it. Only then is the command done, and an act written
 * for a command that not everybody may use. It does not use Electron, so that it can be tested without it.
 */
import type { z } from 'zod';
import type { Did, Handlers, Outcome } from '../commands/handlers.ts';
import { CONTRACT, type ArgumentOf, type CommandName, type HeardOf } from '../../shared/contract/contract.ts';
import { isNotAllowed, type Acting, type NotAllowed, type Rights } from '../../shared/contract/entry.ts';
import { mayDo, NOBODY, type Actor, type Role } from '../../shared/role.ts';
import type { Act } from '../../shared/act.ts';
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
  /** The person at the till; null at a locked till. */
  readonly actor: () => Actor | null;
  /** What a person with a higher role has let through, once each. */
  readonly approvals: {
    take(name: string, argument: unknown): Actor | null;
    /** This command was not let through, and somebody may approve it. */
    refused(name: string, argument: unknown, needs: Role): void;
  };
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
  const atTill = doorway.actor();
  const rights: Rights = CONTRACT.cashier[name];
  // An approval is for whoever is at the till: at a locked one it lets nothing through.
  const actor = atTill && (doorway.approvals.take(name, parsed.data) ?? atTill);
  if (rights.needs !== 'nobody' && (actor === null || !mayDo(actor.role, rights.needs)))
    return notAllowed(doorway, name, parsed.data, rights.needs);
  try {
    const came = await handlers[name](parsed.data, actor ?? NOBODY);
    // The command's rights decide which of the two forms the answer has; the compiler cannot follow that.
    if (!('act' in rights)) return came as HeardOf<'cashier', K>;
    const { answer, did, afterwards } = came as Outcome<HeardOf<'cashier', K>>;
    if (isNotAllowed(answer)) return notAllowed(doorway, name, parsed.data, answer.needs);
    if (did !== null) note(doorway, actOf(rights, actor ?? NOBODY, atTill, did));
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

/** Not the window's fault: another person must ask, or approve what was asked. */
function notAllowed({ log, approvals, actor }: Doorway, name: Name, argument: unknown, needs: Role): NotAllowed {
  log('door.not-allowed', { name, needs });
  // At a locked till nobody is there whom an approval could help.
  if (actor() !== null) approvals.refused(name, argument, needs);
  return { kind: 'not-allowed', needs };
}

/** @param atTill who stays at the till: not the one who has done it, if that one only approved it */
function actOf({ act }: Acting, actor: Actor, atTill: Actor | null, { facts, ...did }: Did): Act {
  const approvedFor = atTill === null || atTill.by === actor.by ? {} : { approvedFor: atTill.by };
  return { ...actor, what: act, about: null, ...did, facts: { ...facts, ...approvedFor } };
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
