/** The door's pace: a script in a page sends what no hand could tap, and most of it is not even looked at. */
import { expect, it } from 'vitest';
import { answerCommand } from '../../electron/shell/door.ts';
import { CASHIER_PACES, createPacer } from '../../electron/shell/paces.ts';
import { CASHIER_SCHEMAS } from '../../electron/shell/schemas.ts';
import type { Handlers } from '../../shared/contract/contract.ts';

it('answers a burst of a command and refuses the rest, whatever their shape, before it looks at them', async () => {
  const lines: string[] = [];
  let answered = 0;
  let looks = 0;
  const handlers = new Proxy({} as Handlers<'cashier'>, { get: () => () => (answered += 1) });
  const doorway = {
    window: 'cashier' as const,
    schemas: CASHIER_SCHEMAS,
    handlers,
    isInPace: createPacer(CASHIER_PACES, () => 0),
    log: (event: string, facts = {}) => lines.push(`${event} ${JSON.stringify(facts)}`),
  };
  const sent = {
    get number(): string {
      looks += 1;
      return '0'.repeat(16);
    },
  };
  const { burst } = CASHIER_PACES.enquire;
  const came = await Promise.allSettled(
    Array.from({ length: 3 * burst }, (_none, index) => answerCommand(doorway, 'enquire', index === 1 ? [{}] : [sent])),
  );
  // One of the burst was of a wrong shape.
  expect(answered).toBe(burst - 1);
  expect(came.filter(({ status }) => status === 'fulfilled')).toHaveLength(burst - 1);
  expect(looks).toBeLessThan(3 * burst);
  expect(lines.filter((line) => line.includes('"why":"pace"'))).toHaveLength(2 * burst);
  // Another command has a pace of its own.
  await answerCommand(doorway, 'cancel', [{ saleId: 'x' }]);
  expect(answered).toBe(burst);
});
