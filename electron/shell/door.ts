/**
 * What the door does with a message whose sender it knows: the argument has the command's shape, or it is refused and
 * logged. Apart from Electron, so that it can be tried without one.
 */
import type { z } from 'zod';
import type { AnswerOf, ArgumentOf, CommandName, Handlers, WindowName } from '../../shared/contract/contract.ts';
import type { Log } from '../till/ports/world.ts';

/** A strict schema for the argument of each command. */
export type Schemas<W extends WindowName> = { readonly [K in CommandName<W>]: z.ZodType<ArgumentOf<W, K>> };

/** One window's half of the door. */
export type Doorway<W extends WindowName> = {
  readonly window: W;
  readonly schemas: Schemas<W>;
  readonly handlers: Handlers<W>;
  /** Whether one more of these is in its pace. */
  readonly isInPace: (name: CommandName<W>) => boolean;
  readonly log: Log;
};

/** @param sent the message's arguments as they came @throws Error that tells the window nothing but the command's name */
export async function answerCommand<W extends WindowName, K extends CommandName<W>>(
  { window, schemas, handlers, isInPace, log }: Doorway<W>,
  name: K,
  sent: readonly unknown[],
): Promise<AnswerOf<W, K>> {
  // Before anything of it is looked at: looking costs time too.
  if (!isInPace(name)) return refuse(log, window, name, 'pace');
  const schema: z.ZodType<ArgumentOf<W, K>> = schemas[name];
  const parsed = sent.length === 1 ? parse(schema, sent[0]) : null;
  if (!parsed?.success) return refuse(log, window, name, 'shape');
  try {
    return await handlers[name](parsed.data);
  } catch (error) {
    // A bug of ours. The window gets no inside of it; the log does.
    log('door.failed', { window, name, error: error instanceof Error ? (error.stack ?? error.message) : 'thrown' });
    throw new Error(`${name} failed`, { cause: error });
  }
}

export function refuse(log: Log, window: WindowName, name: string, why: 'sender' | 'shape' | 'pace'): never {
  log('door.refused', { window, name, why });
  throw new Error(`${name} refused`);
}

/** What a check stumbles over (a cycle, a number that JSON does not have) is no more of the right shape than the rest. */
function parse<Argument>(schema: z.ZodType<Argument>, value: unknown): z.ZodSafeParseResult<Argument> | null {
  try {
    return schema.safeParse(value);
  } catch {
    return null;
  }
}
