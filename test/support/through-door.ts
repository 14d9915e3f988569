/** Sends commands as the cashier's window does: through the door, with its checks and acts, but without Electron. */
import { answerCommand, type Doorway } from '../../electron/shell/door.ts';
import { CASHIER_SCHEMAS } from '../../electron/shell/schemas.ts';
import type { ArgumentOf, CommandName, HeardOf } from '../../shared/contract/contract.ts';
import { isNotAllowed } from '../../shared/contract/entry.ts';

type Name = CommandName<'cashier'>;

export type GivenCommands = {
  readonly [K in Name]: (
    argument: ArgumentOf<'cashier', K>,
  ) => Promise<Exclude<HeardOf<'cashier', K>, { kind: 'not-allowed' }>>;
};

/** In most tests the sender is the owner, who may send every command. */
export function throughDoor(doorway: Omit<Doorway, 'schemas' | 'isInPace'>): GivenCommands {
  const whole: Doorway = { ...doorway, schemas: CASHIER_SCHEMAS, isInPace: () => true };
  const give = async (name: Name, argument: unknown): Promise<unknown> => {
    const heard = await answerCommand(whole, name, { isOwn: true, sent: [argument] });
    if (isNotAllowed(heard)) throw new Error(`Who is at the till may not ask for ${name}`);
    return heard;
  };
  const names = Object.keys(CASHIER_SCHEMAS) as Name[];
  return Object.fromEntries(names.map((name) => [name, (argument: unknown) => give(name, argument)])) as GivenCommands;
}
