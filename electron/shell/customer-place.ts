/**
 * Where the customer's window belongs: on a screen that shows nothing of the cashier's, or nowhere. Screens get new ids
 * at every start of the system, so a choice is kept by label and place.
 */
import type { DisplayChoice } from '../../shared/settings.ts';
import type { CustomerScreenLamp } from '../../shared/contract/devices.ts';

type Place = Pick<DisplayChoice, 'x' | 'y' | 'width' | 'height'>;

/** The screens that the system reports at the moment. */
export type Screens<D extends DisplayChoice> = {
  readonly cashier: D;
  /** All screens but the cashier's, in the system's order. */
  readonly others: readonly D[];
  /** False on Wayland, which places windows itself and does not say where. */
  readonly canPlace: boolean;
};

export type CustomerPlace<D extends DisplayChoice> =
  { readonly kind: 'own'; readonly display: D } | { readonly kind: Exclude<CustomerScreenLamp, 'own' | 'gone'> };

export function customerPlace<D extends DisplayChoice>(
  { cashier, others, canPlace }: Screens<D>,
  chosen: DisplayChoice | null,
): CustomerPlace<D> {
  const display = pickCustomerDisplay(
    others.filter((other) => !overlaps(other, cashier)),
    chosen,
  );
  if (others.length > 0 && !canPlace) return { kind: 'unplaceable' };
  if (display !== null) return { kind: 'own', display };
  return { kind: others.length > 0 ? 'mirrored' : 'none' };
}

/**
 * The lamp that the cashier sees. A shop that has never had a customer's screen misses none.
 *
 * @param expected there was one in this run, or one was chosen in the settings
 */
export function customerScreenLamp(place: CustomerPlace<DisplayChoice>, expected: boolean): CustomerScreenLamp {
  return place.kind === 'none' && expected ? 'gone' : place.kind;
}

/**
 * The chosen screen, or else the first. Matches label and place first, then one of them: a re-plugged screen may have
 * moved, and a driver update may have renamed it.
 */
function pickCustomerDisplay<D extends DisplayChoice>(others: readonly D[], chosen: DisplayChoice | null): D | null {
  const found =
    chosen === null
      ? undefined
      : (others.find((other) => other.label === chosen.label && samePlace(other, chosen)) ??
        others.find((other) => other.label !== '' && other.label === chosen.label) ??
        others.find((other) => samePlace(other, chosen)));
  return found ?? others[0] ?? null;
}

function samePlace(a: Place, b: Place): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** Whether two screens show the same picture, or a part of it. */
function overlaps(a: Place, b: Place): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
