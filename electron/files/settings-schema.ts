/** What a setting may be, and which of them are not; where they rest is settings-file.ts. */
import { z } from 'zod';
import { isTillId } from '../../shared/attempt/number.ts';
import { cents, MOST_CENTS } from '../../shared/money.ts';
import {
  ENVIRONMENTS,
  LANGUAGES,
  QFPAY_HOSTS,
  SCANNER_ENDINGS,
  SIGN_TYPES,
  type SettingsField,
} from '../../shared/settings.ts';

/**
 * What both windows and a receipt can show on one line: no control or turning characters, none that is invisible, no half
 * of a surrogate pair, no heap of accents, and not the sign that stands for what could not be read, as of a file that an
 * editor has saved in Big5. A selector may follow the character whose form it chooses.
 */
const NOT_SHOWN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u2800\uFFFC\uFFFD]|\p{Mn}{3}|(?![\p{Variation_Selector}])\p{Default_Ignorable_Code_Point}/u;
const shopName = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .refine((name) => !NOT_SHOWN.test(name) && /[\p{L}\p{N}\p{P}\p{S}]/u.test(name));
/** QFPay: at most 20 letters, digits or Chinese characters, no special ones. */
const goodsName = z.string().regex(/^[\p{Script=Han}A-Za-z0-9_]{0,20}$/u);

/** More of them would each have too few of the calls that QFPay allows their merchant. */
const MOST_TILLS = 40;

export const settingsSchema = z.strictObject({
  tillId: z.string().refine(isTillId),
  tills: z.int().min(1).max(MOST_TILLS),
  shopName: z.strictObject({ en: shopName, 'zh-HK': shopName, 'zh-CN': shopName }),
  cashierLanguage: z.enum(LANGUAGES),
  customerLanguage: z.enum(LANGUAGES),
  environment: z.enum(ENVIRONMENTS),
  expiredMinutes: z.int().min(5).max(120),
  limit: z.int().min(1).max(MOST_CENTS).transform(cents),
  goodsName,
  udid: z.string().regex(/^[\x21-\x7e]{0,40}$/),
  mchid: z.record(z.enum(QFPAY_HOSTS), z.string().regex(/^[A-Za-z0-9]{0,16}$/)),
  // What goes there after a payment goes over the shop's own line: never in clear.
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
});

/** The fields that are not as they must be, by the names the settings screen uses. */
export function badFields(error: z.ZodError): readonly SettingsField[] {
  const names = error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys;
    const [field, part] = issue.path;
    return field === 'shopName' && part !== undefined ? `shopName.${String(part)}` : String(field);
  });
  return [...new Set(names)] as SettingsField[];
}
