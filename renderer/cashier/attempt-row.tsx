/** One payment in the list of a day; a tap opens what else is known of it. */
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttemptView } from '../../shared/contract.ts';
import { formatMoney } from '../../shared/money.ts';
import { hkDateTime } from '../../shared/time.ts';
import { Button } from '../ui/button.tsx';
import { WordTag } from '../ui/word.tsx';
import { tell } from './ask.ts';
import { useSaid } from './said.ts';
import styles from './attempt-row.module.css';

export function AttemptRow({ attempt }: { readonly attempt: AttemptView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <li className={styles['item']}>
      <button type="button" className={styles['row']} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={styles['time']}>{hkDateTime(attempt.createdAt).slice(11)}</span>
        <strong className={styles['amount']}>{formatMoney(attempt.amount, attempt.currency)}</strong>
        <span className={styles['word']}>
          <WordTag word={attempt.word} />
        </span>
        <span className={styles['way']}>{t(`way.${attempt.way}`)}</span>
        <ChevronDown aria-hidden size={24} className={styles['arrow']} />
      </button>
      {open ? <Details attempt={attempt} /> : null}
    </li>
  );
}

function Details({ attempt }: { readonly attempt: AttemptView }) {
  const { t } = useTranslation();
  const said = useSaid(attempt);
  const facts: readonly (readonly [string, string])[] = [
    [t('common.number'), attempt.readable],
    [t('today.time'), hkDateTime(attempt.createdAt)],
    [t('today.gatewayNumber'), attempt.syssn ?? t('today.none')],
    ...(attempt.codeTail === null
      ? []
      : ([[t('today.code'), t('today.codeTail', { tail: attempt.codeTail })]] as const)),
    [t('today.lastSaid'), said],
  ];
  return (
    <div className={styles['details']}>
      <dl className={styles['facts']}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles['fact']}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={() => tell('enquire', { number: attempt.number })}>{t('today.ask')}</Button>
    </div>
  );
}
