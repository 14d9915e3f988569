/**
 * A manager's approval is for one command: the one that was answered `not-allowed` last, with the very argument that it
 * had, once and soon. The person at the till stays at the till.
 */
import type { Actor, Role } from '../../shared/role.ts';

export type Approvals = {
  /** The door did not let this command through. */
  refused(name: string, argument: unknown, needs: Role): void;
  /** The refused command of this name; null when there is none that could be approved. */
  asked(name: string): Asked | null;
  /**
   * It may pass once, as this person's.
   * @returns false when it is not the command that was refused last any more: a PIN takes a moment to check, and what was
   *   refused meanwhile is nothing that this person was shown
   */
  grant(asked: Asked, actor: Actor): boolean;
  /** Who lets this command through; null when nobody has. An approval is used up by it. */
  take(name: string, argument: unknown): Actor | null;
};

/** The window sends the command again at once, so an approval that nobody has used by then is over. */
const GRANTED_MS = 10_000;

/** @property argument as JSON */
type Asked = { readonly name: string; readonly argument: string; readonly needs: Role };
type Granted = Asked & { readonly actor: Actor; readonly until: number };

/** @param mono milliseconds that never step */
export function createApprovals(mono: () => number): Approvals {
  let refused: Asked | null = null;
  let granted: Granted | null = null;

  return {
    refused(name, argument, needs) {
      refused = { name, argument: JSON.stringify(argument), needs };
      granted = null;
    },
    asked: (name) => (refused?.name === name ? refused : null),
    grant(asked, actor) {
      if (refused !== asked) return false;
      refused = null;
      granted = { ...asked, actor, until: mono() + GRANTED_MS };
      return true;
    },
    take(name, argument) {
      if (granted === null || granted.name !== name || granted.argument !== JSON.stringify(argument)) return null;
      const { actor, until } = granted;
      granted = null;
      return mono() < until ? actor : null;
    },
  };
}
