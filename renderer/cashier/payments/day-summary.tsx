/** The sums above the day's list, always visible: taken, refunded, net, open. */
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../../shared/money.ts';
import type { DayList } from '../../../shared/contract/day.ts';
import { summaryOf } from './day-filter.ts';
import styles from './day-summary.module.css';

export function DaySummary({ list }: { readonly list: DayList }) {
  const { t } = useTranslation();
  const { taken, refunded, open } = summaryOf(list);
  const figures = [
    ['taken', taken.amount, taken.count],
    ['refunded', refunded.amount, refunded.count],
    ['left', list.net, null],
    ['open', open.amount, open.count],
  ] as const;
  return (
    <dl className={styles['summary']}>
      {figures.map(([name, amount, count]) => (
        <div key={name} className={styles['figure']} data-figure={name} data-some={count !== 0}>
          <dt>
            {t(`today.${name}`)}
            {count === null ? null : <span className={styles['count']}>{t('today.count', { number: count })}</span>}
          </dt>
          <dd>{formatMoney(amount, list.currency)}</dd>
        </div>
      ))}
    </dl>
  );
}
