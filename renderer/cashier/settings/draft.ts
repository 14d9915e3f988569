/**
 * Settings during editing: each field as text, converted when saved. Main decides what is valid; only text that is not
 * a number is refused here.
 */
import { formatAmount, parseAmount, type Currency } from '../../../shared/money.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { mchidOf, type Settings, type SettingsField } from '../../../shared/settings.ts';

/** The limit is stored in the shop's own currency, whichever gateway the till uses. */
const LIMIT_CURRENCY: Currency = 'HKD';

export type Draft = Omit<Settings, 'tills' | 'expiredMinutes' | 'lockAfterMinutes' | 'limit' | 'mchid'> & {
  readonly tills: string;
  readonly expiredMinutes: string;
  readonly lockAfterMinutes: string;
  readonly limit: string;
  /** The mchid of the gateway in use. */
  readonly mchid: string;
};

export function draftOf(settings: Settings): Draft {
  return {
    ...settings,
    tills: String(settings.tills),
    expiredMinutes: String(settings.expiredMinutes),
    lockAfterMinutes: String(settings.lockAfterMinutes),
    limit: formatAmount(settings.limit, LIMIT_CURRENCY),
    mchid: mchidOf(settings),
  };
}

/**
 * @param before the saved settings. The environment comes from them: another dialog changes it, and an old draft must
 * not.
 */
export function settingsOf(draft: Draft, before: Settings): Result<Settings, readonly SettingsField[]> {
  const limit = parseAmount(draft.limit.replaceAll(',', '').trim(), LIMIT_CURRENCY);
  const tills = wholeNumber(draft.tills);
  const minutes = wholeNumber(draft.expiredMinutes);
  const lockAfterMinutes = wholeNumber(draft.lockAfterMinutes);
  if (limit === null || minutes === null || tills === null || lockAfterMinutes === null) {
    const fields: SettingsField[] = [];
    if (tills === null) fields.push('tills');
    if (limit === null) fields.push('limit');
    if (minutes === null) fields.push('expiredMinutes');
    if (lockAfterMinutes === null) fields.push('lockAfterMinutes');
    return err(fields);
  }
  const { environment } = before;
  const mchid = environment === 'training' ? before.mchid : { ...before.mchid, [environment]: draft.mchid };
  return ok({ ...draft, environment, mchid, tills, limit, expiredMinutes: minutes, lockAfterMinutes });
}

const wholeNumber = (text: string): number | null => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : null);
