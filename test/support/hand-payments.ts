/** The payments alone, with a real ledger, in a world that only the test moves, and their reports. */
import { createPayments, type Payments } from '../../electron/till/payments.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import { rowOf } from './hand-till.ts';
import type { HandWorld } from './hand-world.ts';

export type HandPayments = {
  readonly payments: Payments;
  /** All reports, in order: changes by the status before and after, all others by their name. */
  readonly told: readonly string[];
  /** An attempt as it is in the ledger. */
  disk(number: AttemptNumber): Attempt;
  /** The gateway's row of an attempt. */
  row(number: AttemptNumber, more?: Parameters<typeof rowOf>[1]): ReturnType<typeof rowOf>;
};

export function handPayments({ ports }: HandWorld, isHeld = (_number: AttemptNumber) => false): HandPayments {
  const told: string[] = [];
  const payments = createPayments({
    ...ports,
    isHeld,
    onChange: (before, { attempt }) => {
      const onDisk = ports.ledger.find(attempt.number)?.status;
      told.push(`${before?.attempt.status ?? 'nothing'} to ${attempt.status}, on the disk ${onDisk}`);
    },
    onAlarm: (alarm, number) => told.push(`alarm ${alarm} ${number}`),
    onEvent(event) {
      if (event.kind === 'clock') told.push(`clock ${event.aheadMs}`);
      if (event.kind === 'ledger-failed') told.push(`ledger ${event.error.fault}`);
    },
  });
  const disk = (number: AttemptNumber): Attempt => {
    const attempt = ports.ledger.find(number);
    if (attempt === null) throw new Error(`No attempt ${number}`);
    return attempt;
  };
  return { payments, told, disk, row: (number, more) => rowOf(disk(number), more) };
}
