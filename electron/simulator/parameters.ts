/**
 * The rules for each request parameter, from QFPay's tables. Where the documents are unclear, the stricter reading is
 * used: a till that passes here sends nothing that a stricter gateway could refuse.
 */

import type { Params } from './sign.ts';

const CODE_POINTS_MAX_GOODS_NAME = 20;
/** The characters that QFPay's older document forbids in goods_name: some signs, Greek, Cyrillic, full-width forms. */
const FORBIDDEN_IN_GOODS_NAME = /[&$★¤§|℃№℡\p{Script=Greek}\p{Script=Cyrillic}\uff00-\uffef\p{Cc}]/u;

const RULES: Readonly<Record<string, (value: string) => boolean>> = {
  txamt: (value) => /^[1-9]\d{0,10}$/.test(value),
  // PayMe moves Hong Kong dollars only.
  txcurrcd: (value) => value === 'HKD',
  out_trade_no: (value) => /^[A-Za-z0-9_|*-]{1,128}$/.test(value),
  txdtm: isDateTime,
  auth_code: (value) => /^[\x20-\x7e]{1,128}$/.test(value),
  expired_time: (value) => /^\d{1,3}$/.test(value) && Number(value) >= 5 && Number(value) <= 120,
  goods_name: (value) => [...value].length <= CODE_POINTS_MAX_GOODS_NAME && !FORBIDDEN_IN_GOODS_NAME.test(value),
  udid: (value) => value.length <= 40,
  return_url: (value) => value.length <= 512 && URL.canParse(value),
  notify_url: (value) => value.length <= 256 && URL.canParse(value),
  syssn: (value) => /^\d{1,40}$/.test(value),
};

/** The first parameter that is missing, forbidden or ill-formed; null if there is none. */
export function badParameter(
  params: Params,
  required: readonly string[],
  forbidden: readonly string[] = [],
): string | null {
  const missing = required.find((name) => !params.has(name));
  if (missing !== undefined) return missing;
  for (const [name, value] of params) {
    if (forbidden.includes(name)) return name;
    const isWellFormed = RULES[name];
    if (isWellFormed && !isWellFormed(value)) return name;
  }
  return null;
}

/** Whether the text is `YYYY-MM-DD hh:mm:ss` with a date and a time that exist. */
export function isDateTime(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return false;
  const iso = `${text.replace(' ', 'T')}.000Z`;
  const at = Date.parse(iso);
  return !Number.isNaN(at) && new Date(at).toISOString() === iso;
}
