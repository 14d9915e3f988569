/**
 * How main sends a window its state: in groups. One message holds all groups that changed together, so that no screen
 * is drawn from half a change.
 */
import type { Event } from './entry.ts';

export type Told<Groups> = {
  /** The message holds every group. A page must receive such a message first. */
  readonly isWhole: boolean;
  readonly groups: Partial<Groups>;
};

/** An event that carries a window's state. */
export const stateIn = <Groups>(): Event<Told<Groups>> & { readonly isState: true } => ({
  direction: 'to-window',
  isState: true,
});

/** All groups as one type. No name may occur in two groups. */
export type AllOf<Groups> = (
  Groups[keyof Groups] extends infer Group ? (Group extends unknown ? (group: Group) => void : never) : never
) extends (group: infer All) => void
  ? All
  : never;

/** Joins the groups into one object. */
export function joined<Groups extends object>(groups: Groups): AllOf<Groups> {
  return Object.assign({}, ...Object.values(groups)) as AllOf<Groups>;
}

/** Merges a message into what the page has received; undefined until a message with every group has come. */
export function withTold<Groups>(before: Told<Groups> | undefined, told: Told<Groups>): Told<Groups> | undefined {
  if (told.isWhole || before === undefined) return told.isWhole ? told : undefined;
  return { isWhole: true, groups: { ...before.groups, ...told.groups } };
}
