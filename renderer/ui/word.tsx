/** An attempt's status: always a colour, an icon and words together. */
import { CircleAlert, CircleCheck, CircleX, Clock, Search, Undo2, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CashierStatus } from '../../shared/attempt/word.ts';
import styles from './word.module.css';

const ICONS: { readonly [word in CashierStatus]: LucideIcon } = {
  waiting: Clock,
  checking: Search,
  'not-paid': CircleX,
  paid: CircleCheck,
  'paid-late': CircleAlert,
  'refund-checking': Search,
  refunded: Undo2,
  'not-refunded': CircleX,
};

export function WordIcon({ word, size }: { readonly word: CashierStatus; readonly size: number | string }) {
  const Icon = ICONS[word];
  return <Icon aria-hidden size={size} strokeWidth={2.25} />;
}

/** @param children replaces the default words */
export function StatusTag({ word, children }: { readonly word: CashierStatus; readonly children?: string }) {
  const { t } = useTranslation();
  return (
    <span className={styles['tag']} data-word={word}>
      <WordIcon word={word} size={22} />
      {children ?? t(`word.${word}`)}
    </span>
  );
}
