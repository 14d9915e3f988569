/** The frame of every cashier screen: the mode band and the notice row. */
import type { ReactNode } from 'react';
import type { CashierState } from '../../../shared/contract/contract.ts';
import { ModeBand } from '../../ui/mode-band.tsx';
import { CustomerScreenLight } from './customer-screen-light.tsx';
import { Notices } from './notices.tsx';
import { useTapGuard } from './tap-guard.tsx';
import styles from './frame.module.css';

type Props = {
  readonly state: CashierState;
  readonly screen: string;
  readonly word?: string;
  readonly bar?: ReactNode;
  /** Lights of this screen for other devices than the customer's screen. */
  readonly lamps?: ReactNode;
  readonly children: ReactNode;
  /** No notice row: the "paid" screen is entirely green. */
  readonly bare?: boolean;
};

export function Frame({ state, screen, word, bar, lamps, children, bare = false }: Props) {
  return (
    <div className={styles['frame']} {...useTapGuard()}>
      <ModeBand mode={state.mode} />
      {bar ? <header className={styles['bar']}>{bar}</header> : null}
      {bare ? null : (
        <Notices
          state={state}
          lamps={
            <>
              <CustomerScreenLight lamp={state.customerScreen} />
              {lamps}
            </>
          }
        />
      )}
      <main className={styles['main']} data-screen={screen} data-word={word}>
        {children}
      </main>
    </div>
  );
}

export function EmptyState({ children }: { readonly children: ReactNode }) {
  return (
    <p className={styles['quiet']} role="status">
      {children}
    </p>
  );
}
