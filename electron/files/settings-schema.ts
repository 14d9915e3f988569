/** Which values of a setting are valid, and which fields are not; settings-file.ts reads and writes them. */
import { z } from 'zod';
import { isTillId } from '../../shared/attempt/number.ts';
import { cents, CENTS_MAX } from '../../shared/money.ts';
import {
  ENVIRONMENTS,
  LANGUAGES,
  QFPAY_HOSTS,
  SCANNER_ENDINGS,
  SIGN_TYPES,
  type SettingsField,
} from '../../shared/settings.ts';

/**
 * Refuses characters that both windows and a receipt cannot show on one line: control and direction characters,
 * invisible ones, half a surrogate pair, three accents in a row, and the replacement character (an editor that saves in
 * Big5 leaves it). A variation selector may follow the character that it modifies.
 */
const NOT_SHOWN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u2800\uFFFC\uFFFD]|\p{Mn}{3}|(?![\p{Variation_Selector}])\p{Default_Ignorable_Code_Point}/u;
/** A name as people read it in one line. */
export const shownName = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .refine((name) => !NOT_SHOWN.test(name) && /[\p{L}\p{N}\p{P}\p{S}]/u.test(name));
/** QFPay's rule: at most 20 letters, digits or Chinese characters, no special ones. */
const goodsName = z.string().regex(/^[\p{Script=Han}A-Za-z0-9_]{0,20}$/u);

/** With more tills, each would get too few of the calls that QFPay allows a merchant. */
const TILLS_MAX = 40;

/** Whoever needs longer means never. */
const LOCK_AFTER_MINUTES_MAX = 120;

export const settingsSchema = z.strictObject({
  tillId: z.string().refine(isTillId),
  tills: z.int().min(1).max(TILLS_MAX),
  shopName: z.strictObject({ en: shownName, 'zh-HK': shownName, 'zh-CN': shownName }),
  cashierLanguage: z.enum(LANGUAGES),
  customerLanguage: z.enum(LANGUAGES),
  environment: z.enum(ENVIRONMENTS),
  expiredMinutes: z.int().min(5).max(120),
  limit: z.int().min(1).max(CENTS_MAX).transform(cents),
  goodsName,
  udid: z.string().regex(/^[\x21-\x7e]{0,40}$/),
  mchid: z.record(z.enum(QFPAY_HOSTS), z.string().regex(/^[A-Za-z0-9]{0,16}$/)),
  // What is sent there after a payment goes over the shop's own line, so it must be encrypted.
  returnUrl: z.union([z.literal(''), z.url({ protocol: /^https$/ }).max(512)]),
  signType: z.enum(SIGN_TYPES),
  answersMustBeSigned: z.boolean(),
  enquiryGaps: z
    .array(z.strictObject({ untilMs: z.int().min(1_000).max(7_200_000), gapMs: z.int().min(500).max(60_000) }))
    .min(1)
    .max(10),
  sounds: z.boolean(),
  fullScreen: z.boolean(),
  customerDisplay: z
    .strictObject({ label: z.string().max(200), x: z.int(), y: z.int(), width: z.int(), height: z.int() })
    .nullable(),
  scanner: z
    .strictObject({
      gapMs: z.number().min(0).max(1_000),
      longestGapMs: z.number().min(0).max(1_000),
      ending: z.enum(SCANNER_ENDINGS),
    })
    .nullable(),
  exportForExcel: z.boolean(),
  scannerPrefix: z.string().regex(/^[\x20-\x7e]{0,16}$/),
  usesRoles: z.boolean(),
  lockAfterMinutes: z.int().min(0).max(LOCK_AFTER_MINUTES_MAX),
});

/** The fields with wrong values, by the names of the settings screen. */
export function badFields(error: z.ZodError): readonly SettingsField[] {
  const names = error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys;
    const [field, part] = issue.path;
    return field === 'shopName' && part !== undefined ? `shopName.${String(part)}` : String(field);
  });
  return [...new Set(names)] as SettingsField[];
}
