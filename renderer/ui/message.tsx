/** A bar with one message: what happened and what the cashier can do. */
import { CircleAlert, CircleCheck, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './message.module.css';

type Tone = 'error' | 'warning' | 'good';
const ICONS: { readonly [tone in Tone]: LucideIcon } = {
  error: CircleAlert,
  warning: CircleAlert,
  good: CircleCheck,
};

type Props = { readonly tone: Tone; readonly children: ReactNode; readonly action?: ReactNode };

export function Message({ tone, children, action }: Props) {
  const Icon = ICONS[tone];
  return (
    <div className={styles['message']} data-tone={tone} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon aria-hidden size={26} />
      <div className={styles['words']}>{children}</div>
      {action}
    </div>
  );
}
