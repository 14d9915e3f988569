/**
 * What `npm start` shows where nobody can see a window: the till in training mode on virtual screens, playing one sale
 * each way by itself and leaving a picture of both windows at every step. DISPLAY names the screens.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { focusAt, launchTill, wordsOf, type LaunchedTill } from '../test/support/electron-app.ts';
import { DEFAULT_SETTINGS, LANGUAGES, type Language } from '../shared/settings.ts';

const PROJECT = resolve(import.meta.dirname, '..');
const PICTURES = join(PROJECT, 'out', 'screenshots');

const wanted = process.argv[2];
const language: Language = LANGUAGES.find((known) => known === wanted) ?? DEFAULT_SETTINGS.cashierLanguage;
const words = wordsOf(language);
let step = 0;

async function picture(till: LaunchedTill, name: string): Promise<void> {
  step += 1;
  // The last change of the page is at most a short fade away.
  await new Promise((wait) => setTimeout(wait, 400));
  for (const window of ['cashier', 'customer'] as const) {
    await till[window].screenshot({ path: join(PICTURES, `${step}-${name}-${window}.png`) });
  }
  console.log(`  ${step}. ${name}`);
}

async function keyIn(till: LaunchedTill, digits: string): Promise<void> {
  for (const digit of digits) await till.cashier.getByRole('button', { name: digit, exact: true }).click();
}

async function playMpm(till: LaunchedTill): Promise<void> {
  await keyIn(till, '128');
  await picture(till, 'mpm-amount');
  await till.cashier.getByRole('button', { name: words('way.mpm') }).click();
  await till.customer.locator('main[data-screen=qr]').waitFor();
  await picture(till, 'mpm-qr');
  await till.cashier.locator('main[data-word=paid]').waitFor();
  await picture(till, 'mpm-paid');
}

async function playCpm(till: LaunchedTill): Promise<void> {
  await till.cashier.locator('main[data-screen=keypad]').waitFor();
  await keyIn(till, '56');
  await till.cashier.getByRole('button', { name: words('way.cpm') }).click();
  await till.customer.locator('main[data-screen=show-code]').waitFor();
  await picture(till, 'cpm-armed');
  till.scan(`PAYMEDEMO${Date.now()}`);
  await till.cashier.locator('main[data-word=paid]').waitFor();
  await picture(till, 'cpm-paid');
  await till.cashier.locator('main[data-screen=keypad]').waitFor();
  await till.cashier.getByRole('button', { name: words('keypad.today') }).click();
  await picture(till, 'today');
}

const display = process.env['DISPLAY'];
if (!display) throw new Error('DISPLAY is not set: start this with "npm start"');
rmSync(PICTURES, { recursive: true, force: true });
mkdirSync(PICTURES, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'harbour-till-demo-'));
const till = await launchTill({ display, folder, settings: { cashierLanguage: language, customerLanguage: language } });
try {
  console.log('The till is open in training mode; it takes one payment by QR and one by scanned code:');
  await focusAt(display, 400, 100);
  await picture(till, 'keypad');
  await playMpm(till);
  await playCpm(till);
  console.log(`Pictures of both windows at each step are in ${relative(process.cwd(), PICTURES) || '.'}`);
} finally {
  await till.close();
  rmSync(folder, { recursive: true, force: true });
}
