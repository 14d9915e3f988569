/**
 * Each QFPay number belongs to one attempt. A success under a number that another attempt holds is not a payment of
 * this attempt, however well the rest of its row fits.
 */
import type { AttemptEvent } from '../../shared/attempt/machine.ts';
import type { Finding } from '../../shared/attempt/evidence.ts';

const TAKEN: Finding = { kind: 'mismatch', mismatch: 'syssn-taken' };

/** Removes orders of other attempts from an event. @param isTaken whether another attempt holds this number */
export function ofOwnOrders(event: AttemptEvent, isTaken: (syssn: string | null) => boolean): AttemptEvent {
  if (event.kind === 'qr-made') return isTaken(event.syssn) ? { kind: 'pay-found', finding: TAKEN } : event;
  if (event.kind !== 'pay-found' && event.kind !== 'enquiry-found') return event;
  const { finding } = event;
  if (finding.kind === 'paid') return { ...event, finding: ownOf(finding, isTaken) };
  if (!('syssn' in finding) || !isTaken(finding.syssn)) return event;
  return { ...event, finding: TAKEN };
}

/**
 * Of several successes under our number, keeps those that no other attempt holds, so that a foreign one does not hide
 * them.
 */
function ownOf(finding: Extract<Finding, { kind: 'paid' }>, isTaken: (syssn: string | null) => boolean): Finding {
  const all = [finding, ...(finding.others ?? [])];
  const own = all.filter(({ syssn }) => !isTaken(syssn));
  if (own.length === all.length) return finding;
  const standing = own.filter(({ returned }) => returned === 'none');
  const [first] = [...standing, ...own];
  if (first === undefined) return TAKEN;
  const { syssn, returned } = first;
  return { kind: 'paid', syssn, returned, several: finding.several && standing.some((one) => one.syssn !== syssn) };
}
