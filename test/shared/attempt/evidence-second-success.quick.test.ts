/** A second success under our number means a customer charged twice, whatever its amount: somebody has to be told. */
import { expect, it } from 'vitest';
import { askedOf } from '../../../shared/attempt/record.ts';
import { judgeRows } from '../../../shared/attempt/evidence.ts';
import { anAttempt, aRow } from '../../support/samples.ts';

it('a success for another amount beside the right one is told', () => {
  const rows = [aRow(), aRow({ gatewayRef: 'another', amount: '1334' })];
  expect(judgeRows(askedOf(anAttempt()), rows, null)).toMatchObject({ kind: 'paid', several: true });
});
