/** The customer's window. It only draws main's state, so it cannot show the QR or the amount of a sale that is over. */
import { useEffect } from 'react';
import type { CustomerState } from '../../shared/contract/customer.ts';
import { assertNever } from '../../shared/result.ts';
import type { Received } from '../window/store.ts';
import { ModeBand } from '../ui/mode-band.tsx';
import { Starting } from '../ui/starting.tsx';
import { useIsMainAlive, useShown } from './shown.ts';
import { Idle } from './screens/idle.tsx';
import { PayQr } from './screens/pay-qr.tsx';
import { Result } from './screens/result.tsx';
import { Told } from './screens/told.tsx';
import styles from './app.module.css';

export function App() {
  const { received } = useShown();
  const alive = useIsMainAlive();
  const mode = received?.state.mode;
  useEffect(() => {
    if (mode !== undefined) document.documentElement.dataset['mode'] = mode;
  }, [mode]);
  // A blank screen is safer than the QR of a finished sale or the amount of the customer before.
  if (!alive) return <main className={styles['main']} data-screen="silent" />;
  if (received === null) return <Starting calm />;
  const { state } = received;
  return (
    <div className={styles['window']}>
      <ModeBand mode={state.mode} />
      <main className={styles['main']} data-screen={state.screen.kind}>
        <Screen received={received} />
      </main>
    </div>
  );
}

function Screen({ received: { state, at } }: { readonly received: Received<CustomerState> }) {
  const { screen, currency, shopName, mode } = state;
  switch (screen.kind) {
    case 'idle':
    case 'closed':
      return <Idle kind={screen.kind} shopName={shopName} />;
    case 'show-code':
    case 'given-up':
      return (
        <Told
          kind={screen.kind}
          wallet={screen.wallet}
          amount={screen.amount}
          currency={currency}
          shopName={shopName}
        />
      );
    case 'wait':
    case 'checking':
    case 'time-over':
      return <Told kind={screen.kind} amount={screen.amount} currency={currency} shopName={shopName} />;
    case 'qr':
      return (
        <PayQr
          key={screen.qr}
          qr={screen.qr}
          wallet={screen.wallet}
          amount={screen.amount}
          currency={currency}
          shopName={shopName}
          leftMs={screen.leftMs}
          at={at}
        />
      );
    case 'paid':
    case 'not-paid':
      return (
        <Result
          kind={screen.kind}
          amount={screen.amount}
          currency={currency}
          shopName={shopName}
          isReal={mode === 'live'}
        />
      );
    default:
      return assertNever(screen);
  }
}
