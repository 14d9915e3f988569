/**
 * Settings while they are being edited: everything as the text in its field, turned into settings only when saved. Main
 * decides what is acceptable; here only what is no number at all is refused.
 */
import { formatAmount, parseAmount, type Currency } from '../../../shared/money.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { mchidOf, type Settings, type SettingsField } from '../../../shared/settings.ts';

/** The limit is kept in the shop's own currency, whichever gateway is in use. */
const LIMIT_CURRENCY: Currency = 'HKD';

export type Draft = Omit<Settings, 'tills' | 'expiredMinutes' | 'limit' | 'mchid'> & {
  readonly tills: string;
  readonly expiredMinutes: string;
  readonly limit: string;
  /** Of the gateway in use. */
  readonly mchid: string;
};

export function draftOf(settings: Settings): Draft {
  return {
    ...settings,
    tills: String(settings.tills),
    expiredMinutes: String(settings.expiredMinutes),
    limit: formatAmount(settings.limit, LIMIT_CURRENCY),
    mchid: mchidOf(settings),
  };
}

/** @param before what is saved now: the environment is changed elsewhere and never by a draft that has grown old */
export function settingsOf(draft: Draft, before: Settings): Result<Settings, readonly SettingsField[]> {
  const limit = parseAmount(draft.limit.replaceAll(',', '').trim(), LIMIT_CURRENCY);
  const tills = wholeNumber(draft.tills);
  const minutes = wholeNumber(draft.expiredMinutes);
  if (limit === null || minutes === null || tills === null) {
    const fields: SettingsField[] = [];
    if (tills === null) fields.push('tills');
    if (limit === null) fields.push('limit');
    if (minutes === null) fields.push('expiredMinutes');
    return err(fields);
  }
  const { environment } = before;
  const mchid = environment === 'training' ? before.mchid : { ...before.mchid, [environment]: draft.mchid };
  return ok({ ...draft, environment, mchid, tills, limit, expiredMinutes: minutes });
}

const wholeNumber = (text: string): number | null => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : null);
