/**
 * The locked till: nobody sells here until somebody comes. It still tells how the payments ended that the till watches.
 */
import { Lock } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { PinAnswer } from '../../../shared/contract/staff.ts';
import { formatMoney } from '../../../shared/money.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { ask } from '../state/ask.ts';
import { Frame } from '../frame/frame.tsx';
import { Recover } from './recover.tsx';
import { WhoAndPin } from './who-and-pin.tsx';
import styles from './staff.module.css';

export function Locked({ state }: { readonly state: CashierState }) {
  const { t } = useTranslation();
  const [recovering, setRecovering] = useState(false);
  const stay = useCallback(() => undefined, []);
  const { trouble, people, owners, proofs } = state;
  const areLost = trouble?.kind === 'pins-lost';
  const late = state.news.filter(({ word }) => word === 'paid-late');
  return (
    <Frame state={state} screen="locked">
      <div className={styles['locked']}>
        <h1 className={styles['title']}>
          <Lock aria-hidden size={32} />
          {t('staff.locked')}
        </h1>
        {late.map(({ number, amount, currency, readable }) => (
          <Message key={number} tone="warning">
            {t('staff.lateWhileLocked', { amount: formatMoney(amount, currency), number: readable })}
          </Message>
        ))}
        {areLost ? <Message tone="error">{t('recover.lost')}</Message> : null}
        {people.length === 0 ? null : <WhoAndPin people={people} where="screen" check={comeToTill} onRight={stay} />}
        {owners.length === 0 || proofs.length === 0 ? null : (
          <Button onClick={() => setRecovering(true)}>{t(areLost ? 'recover.title' : 'recover.forgotten')}</Button>
        )}
      </div>
      {recovering ? <Recover owners={owners} proofs={proofs} onClose={() => setRecovering(false)} /> : null}
    </Frame>
  );
}

export const comeToTill = (person: string, pin: string): Promise<PinAnswer | null> =>
  ask('changeOver', { person, pin });
