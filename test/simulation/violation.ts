/** What the checks find, with the name of the check. */
export type CheckName =
  | 'charged once'
  | 'paid is proven'
  | 'nothing is lost'
  | 'failed is proven'
  | 'written before sent'
  | 'sent once'
  | 'sent in time'
  | 'refunds within'
  | 'final stays'
  | 'ledger holds'
  | 'next action'
  | 'next step'
  | 'call rate'
  | 'told is fresh'
  | 'row is ours'
  | 'list fits'
  | "one till's number"
  | 'damage stops'
  | 'label stays out'
  | 'label is whole'
  | 'as the wallet takes it'
  | 'live stays live'
  | 'same log'
  | 'no bug thrown';

export type Violation = { readonly check: CheckName; readonly what: string };
export type Find = (check: CheckName, what: string) => void;
