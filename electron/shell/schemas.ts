/** The shape of each command's argument. Main checks it, because main is the trusted side. */
import { z } from 'zod';
import { HISTORY_STATES } from '../../shared/attempt/history.ts';
import { VERDICTS } from '../../shared/attempt/record.ts';
import type { ArgumentOf, CommandName } from '../../shared/contract/contract.ts';
import { isPin } from '../../shared/person.ts';
import { ROLES } from '../../shared/role.ts';
import { isDay } from '../../shared/time.ts';
import { QFPAY_HOSTS, type Settings } from '../../shared/settings.ts';
import { isOnOffer, PRESENTMENTS, WALLETS } from '../../shared/wallet.ts';
import type { Notice } from '../../shared/contract/support.ts';
import type { Schemas } from './door.ts';

const id = z.string().min(1).max(64);
const number = z.string().regex(/^[0-9A-Z]{16}$/);
const day = z.string().refine(isDay);
const secret = z.string().max(256);
const wallet = z.enum(WALLETS.map(({ id: each }) => each));
const tender = z.strictObject({ wallet, mode: z.enum(PRESENTMENTS) }).refine(isOnOffer);
/** An attempt's time may lie before 1970: some machine's clock did. */
const place = z.strictObject({ madeAt: z.int(), number });
const person = z.string().regex(/^person:\d{2,6}$/);
const personName = z.string().max(64);
const pin = z.string().refine(isPin);
const actsSearch = { text: z.string().max(128), what: z.string().max(64).nullable(), by: personName.nullable() };
const actPlace = z.int().positive().nullable();
const sale = z.strictObject({ saleId: id });

/** The door checks only the shape of settings, so that a wrong value gets an answer that names its field. */
const looseSettings = z.custom<Settings>((value) => isPlain(value) && isSmall(value));

/** A missing kind does not compile: its notice could never be dismissed. */
const noticeKinds = Object.keys({
  'settings-good-parts': true,
  'settings-last-good': true,
  'settings-standard': true,
  'already-open': true,
  'source-variables-ignored': true,
  'start-line-ignored': true,
  'certificate-refused': true,
  'certificate-clock': true,
  'went-live': true,
  bug: true,
  'slow-scanner': true,
  'clock-skew': true,
  'backup-failed': true,
  'left-out': true,
  strangers: true,
  'unlisted-month': true,
  'paid-twice': true,
  'over-returned': true,
} satisfies Record<Notice['kind'], true>) as Notice['kind'][];

const VALUES_MAX = 400;
const MEMBERS_MAX = 40;

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * Checks a few hundred values at most: a page may send a list of four thousand million holes, or an object that
 * contains itself a thousand times.
 */
function isSmall(settings: unknown): boolean {
  let left = VALUES_MAX;
  const look = (value: unknown): boolean => {
    left -= 1;
    if (left < 0) return false;
    if (typeof value === 'string') return value.length <= 2_000;
    if (typeof value === 'number' || typeof value === 'boolean' || value === null) return true;
    if (Array.isArray(value)) return value.length <= MEMBERS_MAX && value.every(look);
    if (!isPlain(value)) return false;
    const entries = Object.entries(value);
    return entries.length <= MEMBERS_MAX && entries.every(([name, inner]) => name.length <= 40 && look(inner));
  };
  return look(settings);
}

/** Does not compile if a schema would refuse a valid argument, such as a new member of a union. */
type TakesAll<S extends Schemas> = {
  readonly [K in CommandName<'cashier'>]: ArgumentOf<'cashier', K> extends z.output<S[K]> ? S[K] : never;
};

const takingAll = <S extends Schemas>(schemas: S & TakesAll<S>): Schemas => schemas;

export const CASHIER_SCHEMAS = takingAll({
  start: z.strictObject({ saleId: id, amount: z.int().positive(), tender }),
  enterCode: z.strictObject({ saleId: id, code: z.string().max(512) }),
  cancel: sale,
  longer: sale,
  showAgain: z.strictObject({ number }),
  otherWay: sale,
  next: sale,
  seen: z.strictObject({ number }),
  enquire: z.strictObject({ number }),
  history: z.strictObject({
    text: z.string().max(128),
    filter: z.strictObject({
      state: z.enum(HISTORY_STATES).nullable(),
      mode: z.enum(PRESENTMENTS).nullable(),
      wallet: wallet.nullable(),
      by: personName.nullable(),
    }),
    part: z.strictObject({ after: place.nullable(), until: place.nullable() }),
  }),
  sellers: z.null(),
  story: z.strictObject({ number }),
  payment: z.strictObject({ number }),
  refund: z.strictObject({ number, amount: z.int().positive(), expectedRefunds: z.int().nonnegative() }),
  keepLatePayment: z.strictObject({ number }),
  cancelRefundRetry: z.strictObject({ number }),
  decide: z.strictObject({
    number,
    version: z.int().positive(),
    verdict: z.enum(VERDICTS),
    amount: z.int().nonnegative(),
    by: z.string().max(64),
    why: z.string().max(256),
  }),
  day: z.strictObject({ day: day.nullable() }),
  exportDay: z.strictObject({ day }),
  showExports: z.null(),
  settings: z.null(),
  saveSettings: z.strictObject({ settings: looseSettings }),
  goLive: z.strictObject({
    environment: z.enum(QFPAY_HOSTS),
    appCode: secret,
    clientKey: secret,
    mchid: secret,
    passphrase: secret,
  }),
  confirmSettings: z.null(),
  acknowledgeRestore: z.null(),
  unlock: z.strictObject({ passphrase: secret }),
  practiseOn: z.null(),
  identifyDisplays: z.null(),
  closeTill: z.null(),
  tryScanner: z.null(),
  stopTryingScanner: z.null(),
  dismissNotice: z.strictObject({ kind: z.enum(noticeKinds) }),
  typing: z.strictObject({ on: z.boolean() }),
  changeOver: z.strictObject({ person, pin }),
  changeOwnPin: z.strictObject({ pin, newPin: pin }),
  lockTill: z.null(),
  stillHere: z.null(),
  approve: z.strictObject({ command: z.string().max(32), person, pin }),
  staff: z.null(),
  acts: z.strictObject({ ...actsSearch, part: z.strictObject({ after: actPlace, until: actPlace }) }),
  exportActs: z.strictObject(actsSearch),
  setOwner: z.strictObject({ name: personName, pin }),
  addPerson: z.strictObject({ name: personName, role: z.enum(ROLES), pin }),
  changePerson: z.strictObject({
    person,
    version: z.int().positive(),
    name: personName,
    role: z.enum(ROLES),
    isActive: z.boolean(),
  }),
  setPin: z.strictObject({ person, pin }),
  newRecoveryCode: z.null(),
  recover: z.strictObject({ person, by: z.enum(['recovery-code', 'client-key']), secret, pin }),
});
