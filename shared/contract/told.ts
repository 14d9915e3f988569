/**
 * How a window is told its state: in groups, of which a message holds those that have changed. One message holds all that
 * has changed at once, so that no screen is drawn from half of it.
 */
import type { Event } from './entry.ts';

export type Told<Groups> = {
  /** It holds every group; a page knows nothing before such a one. */
  readonly isWhole: boolean;
  readonly groups: Partial<Groups>;
};

/** An event that tells a window's state. */
export const stateIn = <Groups>(): Event<Told<Groups>> & { readonly isState: true } => ({
  direction: 'to-window',
  isState: true,
});

/** What stands in all groups together: no two of them have a name in common. */
export type AllOf<Groups> = (
  Groups[keyof Groups] extends infer Group ? (Group extends unknown ? (group: Group) => void : never) : never
) extends (group: infer All) => void
  ? All
  : never;

/** Everything that the groups hold, in one. */
export function joined<Groups extends object>(groups: Groups): AllOf<Groups> {
  return Object.assign({}, ...Object.values(groups)) as AllOf<Groups>;
}

/** All that a page was told, with this behind it; undefined while it has not been told everything once. */
export function withTold<Groups>(before: Told<Groups> | undefined, told: Told<Groups>): Told<Groups> | undefined {
  if (told.isWhole || before === undefined) return told.isWhole ? told : undefined;
  return { isWhole: true, groups: { ...before.groups, ...told.groups } };
}
