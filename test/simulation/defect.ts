/** What a planted defect is. */
import type { Edit } from '../support/planted-copy.ts';
import type { Place } from './defect-worker.ts';
import type { Manner } from './manners.ts';
import type { CheckName } from './violation.ts';

/** Where the defect shows. Left out: in payments, in a world without special manners. */
type Where = { readonly place?: Place; readonly manners?: readonly Manner[] };

export type Defect = {
  readonly name: string;
  /** The check that finds the defect; several where the dice decide which check finds it first. */
  readonly by: readonly CheckName[];
  readonly place: Place;
  readonly manners: readonly Manner[];
  readonly edits: readonly Edit[];
};

/** An `Edit` in short form. */
export type ShortEdit = readonly [file: string, find: string, put: string];

export function defect(
  name: string,
  by: CheckName | readonly CheckName[],
  where: Where,
  ...edits: readonly ShortEdit[]
): Defect {
  const { place = 'payments', manners = [] } = where;
  return { name, by: [by].flat(), place, manners, edits: edits.map(([file, find, put]) => ({ file, find, put })) };
}
