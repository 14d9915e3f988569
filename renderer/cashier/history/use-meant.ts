/** How main has understood the search, so that a person sees a misread day; and how far back it has searched. */
import { useTranslation } from 'react-i18next';
import type { Meant } from '../../../shared/contract/history.ts';
import { formatMoney, type Currency } from '../../../shared/money.ts';
import { hkDateTime, type WallMs } from '../../../shared/time.ts';

/** @param back the time to which it was searched; null if it is not going on */
export function useMeant(meant: Meant | null, back: WallMs | null, currency: Currency): readonly string[] {
  const { t } = useTranslation();
  const searching = back === null ? [] : [t('search.searching', { day: hkDateTime(back).slice(0, 10) })];
  if (meant === null) return searching;
  if (meant.kind === 'number') return [t('history.byNumber')];
  const { by, amount, time } = meant;
  return [
    ...(by === null ? [] : [by]),
    ...(amount === null ? [] : [formatMoney(amount, currency)]),
    // The last minute belongs to it.
    ...(time === null ? [] : [t('search.between', { from: minute(time.from), to: minute(time.to - 1) })]),
    ...(by === null && amount === null && time === null ? [t('history.everything')] : []),
    ...searching,
  ];
}

/** "2026-11-22 21:05" */
const minute = (at: WallMs): string => hkDateTime(at).slice(0, 16);
