/** How main has understood the search, so that a person sees a misread day; and how far back it has searched. */
import { useTranslation } from 'react-i18next';
import type { Meant } from '../../../shared/contract/history.ts';
import { formatMoney, type Currency } from '../../../shared/money.ts';
import { hkDateTime } from '../../../shared/time.ts';
import { Line } from '../../ui/line.tsx';
import type { Shown } from './reader.ts';
import styles from './history.module.css';

type Props = { readonly shown: Shown; readonly currency: Currency };

export function MeantLine({ shown, currency }: Props) {
  const { t } = useTranslation();
  const facts = useMeant(shown.kind === 'list' ? shown.meant : null, currency);
  const back = shown.kind === 'list' && shown.isReadingOn ? shown.pages.next : null;
  const searching = back === null ? [] : [t('history.searching', { day: hkDateTime(back.madeAt).slice(0, 10) })];
  return (
    <p className={styles['meant']} role="status">
      <Line facts={[...facts, ...searching]} />
    </p>
  );
}

function useMeant(meant: Meant | null, currency: Currency): readonly string[] {
  const { t } = useTranslation();
  if (meant === null) return [];
  if (meant.kind === 'number') return [t('history.byNumber')];
  const { amount, time } = meant;
  return [
    ...(amount === null ? [] : [formatMoney(amount, currency)]),
    // The last minute belongs to it.
    ...(time === null ? [] : [t('history.between', { from: minute(time.from), to: minute(time.to - 1) })]),
    ...(amount === null && time === null ? [t('history.everything')] : []),
  ];
}

/** "2026-11-22 21:05" */
const minute = (at: number): string => hkDateTime(at).slice(0, 16);
