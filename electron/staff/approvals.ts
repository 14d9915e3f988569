/**
 * A manager's approval is for one command: the one that was answered `not-allowed` last, with the very argument that it
 * had, once and soon. The person at the till stays at the till.
 */
import type { Actor, Role } from '../../shared/role.ts';

export type Approvals = {
  /** The door did not let this command through. */
  refused(name: string, argument: unknown, needs: Role): void;
  /** The role that the refused command of this name needs; null when there is none that could be approved. */
  needs(name: string): Role | null;
  /** It may pass once, as this person's. */
  grant(name: string, actor: Actor): void;
  /** Who lets this command through; null when nobody has. An approval is used up by it. */
  take(name: string, argument: unknown): Actor | null;
};

/** The window sends the command again at once, so an approval that nobody has used by then is over. */
const GRANTED_MS = 10_000;

type Refused = { readonly name: string; readonly argument: string; readonly needs: Role };
type Granted = Refused & { readonly actor: Actor; readonly until: number };

/** @param mono milliseconds that never step */
export function createApprovals(mono: () => number): Approvals {
  let refused: Refused | null = null;
  let granted: Granted | null = null;
  const ofName = (name: string): Refused | null => (refused?.name === name ? refused : null);

  return {
    refused(name, argument, needs) {
      refused = { name, argument: JSON.stringify(argument), needs };
      granted = null;
    },
    needs: (name) => ofName(name)?.needs ?? null,
    grant(name, actor) {
      const approved = ofName(name);
      refused = null;
      granted = approved === null ? null : { ...approved, actor, until: mono() + GRANTED_MS };
    },
    take(name, argument) {
      if (granted === null || granted.name !== name || granted.argument !== JSON.stringify(argument)) return null;
      const { actor, until } = granted;
      granted = null;
      return mono() < until ? actor : null;
    },
  };
}
