/**
 * One day's payments, newest first, below the day's sums. Failed ones are folded. The day can be exported to a file.
 */
import { ChevronLeft, ChevronRight, Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { DayList, DayTotal } from '../../../shared/contract/day.ts';
import { cents, formatMoney, type Cents } from '../../../shared/money.ts';
import { Button, keepFocusWhereItIs } from '../../ui/button.tsx';
import { StatusTag } from '../../ui/word.tsx';
import { AttemptList } from './attempt-list.tsx';
import { nextDay } from './days.ts';
import { DAY_FILTERS, inFilter, type DayFilter } from './day-filter.ts';
import { FileExport } from '../day/file-export.tsx';
import { DaySummary } from './day-summary.tsx';
import { EmptyState } from '../frame/frame.tsx';
import { SideScreen, type Side } from '../frame/side-screen.tsx';
import { ask } from '../state/ask.ts';
import { show } from '../state/ui-state.ts';
import { RefundsToDo } from './refunds-to-do.tsx';
import { useRead } from '../state/use-answer.ts';
import styles from './today.module.css';

export function Today({ state, side }: { readonly state: CashierState; readonly side: Side }) {
  const { t } = useTranslation();
  const [day, setDay] = useState<string | null>(null);
  const [filter, setFilter] = useState<DayFilter>('all');
  const read = useRead('day', { day }, 'with-each-change');
  const list = read.kind === 'read' ? read.answer : null;
  const shown = list?.day ?? day;
  const isToday = list !== null && list.day === list.today;

  const bar = (
    <>
      <nav className={styles['days']} aria-label={t('today.title')}>
        <Button
          icon={<ChevronLeft aria-hidden size={28} />}
          aria-label={t('today.previous')}
          disabled={list === null}
          onClick={() => list && setDay(nextDay(list.day, -1))}
        />
        <span className={styles['day']}>{shown ?? ''}</span>
        <Button
          icon={<ChevronRight aria-hidden size={28} />}
          aria-label={t('today.next')}
          disabled={list === null || isToday}
          onClick={() => list && setDay(nextDay(list.day, 1))}
        />
        <Button disabled={isToday} onClick={() => setDay(null)}>
          {t('today.today')}
        </Button>
      </nav>
    </>
  );

  return (
    <SideScreen
      state={state}
      side={side}
      bar={bar}
      {...(isToday || shown === null ? {} : { title: t('today.titleOther') })}
    >
      <button type="button" className={styles['find']} onMouseDown={keepFocusWhereItIs} onClick={() => show('history')}>
        <Search aria-hidden size={24} />
        <strong>{t('history.open')}</strong>
        <span>{t('history.label')}</span>
      </button>
      {list === null || list.attempts.length === 0 ? null : (
        <>
          <DaySummary list={list} />
          <Filters filter={filter} onChoose={setFilter} />
        </>
      )}
      <div className={styles['scroll']} role="region" aria-label={t('today.list')}>
        <RefundsToDo refunds={state.refundsToRetry} />
        {list === null ? (
          <EmptyState>{read.kind === 'failed' ? t('today.failed') : t('today.loading')}</EmptyState>
        ) : (
          <Day list={list} filter={filter} onChoose={setFilter} />
        )}
      </div>
      {list === null ? null : <FileExport key={list.day} onExport={() => ask('exportDay', { day: list.day })} />}
    </SideScreen>
  );
}

type FilterProps = { readonly filter: DayFilter; readonly onChoose: (filter: DayFilter) => void };

function Filters({ filter, onChoose }: FilterProps) {
  const { t } = useTranslation();
  return (
    <nav className={styles['filters']} aria-label={t('today.filters')}>
      {DAY_FILTERS.map((each) => (
        <Button
          key={each}
          look={each === filter ? 'strong' : 'plain'}
          aria-pressed={each === filter}
          onClick={() => onChoose(each)}
        >
          {t(`today.filter.${each}`)}
        </Button>
      ))}
    </nav>
  );
}

function Day({ list, filter, onChoose }: FilterProps & { readonly list: DayList }) {
  const { t } = useTranslation();
  const shown = list.attempts.filter((attempt) => inFilter(attempt, filter));
  const failed = list.attempts.filter((attempt) => inFilter(attempt, 'failed')).length;
  if (list.attempts.length === 0) return <EmptyState>{t('today.empty')}</EmptyState>;
  return (
    <>
      <AttemptList attempts={shown} />
      {shown.length === 0 ? <EmptyState>{t('today.noneOf')}</EmptyState> : null}
      {filter === 'all' && failed > 0 ? (
        <div className={styles['folded']}>
          <Button look="quiet" onClick={() => onChoose('failed')}>
            {t('today.folded', { number: failed })}
          </Button>
        </div>
      ) : null}
      <h2 className={styles['heading']}>{t('today.totals')}</h2>
      <ul className={styles['totals']}>
        {list.totals.map((total) => (
          <li key={total.word} className={styles['total']}>
            <StatusTag word={total.word} />
            <span className={styles['count']}>{t('today.count', { number: total.count })}</span>
            <span className={styles['sum']} data-word={total.word}>
              {formatMoney(sumOf(total), list.currency)}
            </span>
          </li>
        ))}
        {list.returnedElsewhere === 0 ? null : (
          <li className={styles['total']}>
            <strong>{t('byHand.elsewhere')}</strong>
            <strong className={styles['sum']}>{formatMoney(cents(0 - list.returnedElsewhere), list.currency)}</strong>
          </li>
        )}
        {list.returnedUnclear === 0 ? null : (
          <li className={styles['total']}>{t('byHand.dayUnclear', { number: list.returnedUnclear })}</li>
        )}
        <li className={styles['total']} data-net>
          <strong>{t('today.net')}</strong>
          <strong className={styles['net']}>{formatMoney(list.net, list.currency)}</strong>
        </li>
      </ul>
    </>
  );
}

/** Refunds are negative, as in the net. */
function sumOf({ word, amount }: DayTotal): Cents {
  return word === 'refunded' ? cents(0 - amount) : amount;
}
