/** A customer's code that is typed by hand follows the same rules as a scanned one. */
import { expect, it } from 'vitest';
import { quickSimulator } from '../support/counter-till.ts';
import { newFolder } from '../support/folders.ts';
import { createTestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

it('a typed code is cleaned, refused with a reason if it is not a label, and charged once for its sale', async () => {
  const place = newFolder();
  const simulator = await quickSimulator(20);
  const { counter, commands } = createTestCounter({ folder: place.folder, simulator });
  await counter.reopen();
  const { saleId } = cashierStateOf(counter);
  const typed = (code: string) => commands.enterCode({ saleId, code });
  expect(await typed('')).toBe('not-armed');
  expect(await commands.start({ saleId, amount: 1200, tender: { wallet: 'payme', mode: 'cpm' } })).toBe('started');
  for (const code of ['', '\r\n', 'two\nlines', 'PAYMÉ', '支付寶']) expect(await typed(code), code).toBe('unreadable');
  expect(cashierStateOf(counter).stage).toMatchObject({ kind: 'armed', refusal: 'unreadable', refusals: 5 });
  expect(await commands.enterCode({ saleId: 'another', code: 'PAYME0123456789CODE' })).toBe('not-armed');
  expect(await typed('134567890123456789')).toBe('wechat');
  expect(await typed('PAYME0123456789CODE\t')).toBe('accepted');
  expect(cashierStateOf(counter).stage).toMatchObject({ kind: 'attempt', attempt: { codeTail: 'CODE' } });
  counter.close();
  await simulator.close();
  place.remove();
});
