/** The shape of each command's argument. Main is the trusted side, so main checks. */
import { z } from 'zod';
import { isDay } from '../../shared/time.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Schemas } from './door.ts';

const id = z.string().min(1).max(64);
const number = z.string().regex(/^[0-9A-Z]{16}$/);
const day = z.string().refine(isDay);
const secret = z.string().max(256);
const sale = z.strictObject({ saleId: id });

/** Settings pass the door by shape only, so that a wrong value gets an answer that names its field. */
const looseSettings = z.custom<Settings>(
  (value) => typeof value === 'object' && value !== null && JSON.stringify(value).length < 10_000,
);

export const CASHIER_SCHEMAS: Schemas<'cashier'> = {
  start: z.strictObject({ saleId: id, amount: z.int().positive(), way: z.enum(['mpm', 'cpm']) }),
  typedCode: z.strictObject({ saleId: id, code: z.string().max(512) }),
  cancel: sale,
  longer: sale,
  showAgain: z.strictObject({ number }),
  otherWay: sale,
  next: sale,
  seen: z.strictObject({ number }),
  enquire: z.strictObject({ number }),
  lookUp: z.strictObject({ text: z.string().max(128) }),
  payment: z.strictObject({ number }),
  refund: z.strictObject({ number, amount: z.int().positive(), knownRefunds: z.int().nonnegative() }),
  keepLate: z.strictObject({ number }),
  dropRefund: z.strictObject({ number }),
  day: z.strictObject({ day: day.nullable() }),
  exportDay: z.strictObject({ day }),
  showExports: z.null(),
  settings: z.null(),
  saveSettings: z.strictObject({ settings: looseSettings }),
  goLive: z.strictObject({
    environment: z.enum(['production', 'live-test', 'sandbox']),
    appCode: secret,
    clientKey: secret,
    mchid: secret,
    passphrase: secret,
  }),
  settingsRight: z.null(),
  restoredSeen: z.null(),
  unlock: z.strictObject({ passphrase: secret }),
  practiseOn: z.null(),
  identifyDisplays: z.null(),
  tryScanner: z.null(),
  stopTryingScanner: z.null(),
  dismissNotice: z.strictObject({
    kind: z.enum([
      'settings-good-parts',
      'settings-last-good',
      'settings-standard',
      'already-open',
      'source-variables-ignored',
      'clock-skew',
      'backup-failed',
      'left-out',
      'paid-twice',
    ]),
  }),
  typing: z.strictObject({ on: z.boolean() }),
};
