/**
 * Each QFPay number belongs to one attempt. A success under a number that another attempt holds is not a payment of
 * this attempt, however well the rest of its row fits.
 */
import type { AttemptEvent } from '../../shared/attempt/machine.ts';
import type { Finding } from '../../shared/attempt/evidence.ts';

const TAKEN: Finding = { kind: 'mismatch', mismatch: 'syssn-taken' };

/** Removes orders of other attempts from an event. @param isTaken whether another attempt holds this number */
export function ofOwnOrders(event: AttemptEvent, isTaken: (gatewayRef: string | null) => boolean): AttemptEvent {
  if (event.kind === 'qr-made') return isTaken(event.gatewayRef) ? { kind: 'pay-found', finding: TAKEN } : event;
  if (event.kind !== 'pay-found' && event.kind !== 'enquiry-found') return event;
  const { finding } = event;
  if (finding.kind === 'paid') return { ...event, finding: ownOf(finding, isTaken) };
  if (!('gatewayRef' in finding) || !isTaken(finding.gatewayRef)) return event;
  return { ...event, finding: TAKEN };
}

/**
 * Of several successes under our number, keeps those that no other attempt holds, so that a foreign one does not hide
 * them.
 */
function ownOf(finding: Extract<Finding, { kind: 'paid' }>, isTaken: (gatewayRef: string | null) => boolean): Finding {
  const all = [finding, ...(finding.others ?? [])];
  const own = all.filter(({ gatewayRef }) => !isTaken(gatewayRef));
  if (own.length === all.length) return finding;
  const standing = own.filter(({ returned }) => returned === 'none');
  const [first] = [...standing, ...own];
  if (first === undefined) return TAKEN;
  const { gatewayRef, returned } = first;
  return {
    kind: 'paid',
    gatewayRef,
    returned,
    several: finding.several && standing.some((one) => one.gatewayRef !== gatewayRef),
  };
}
