/** A second success under our number, of any amount, means that a customer was charged twice. It must be reported. */
import { expect, it } from 'vitest';
import { askedOf } from '../../../shared/attempt/record.ts';
import { judgeRows } from '../../../shared/attempt/evidence.ts';
import { anAttempt, aRow } from '../../support/samples.ts';

it('a success for another amount beside the right one is reported', () => {
  const rows = [aRow(), aRow({ gatewayRef: 'another', amount: '1334' })];
  expect(judgeRows(askedOf(anAttempt()), rows, null)).toMatchObject({ kind: 'paid', several: true });
});
