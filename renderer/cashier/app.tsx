/** The cashier's window. Main's state decides what it shows; the window itself only knows which side screen is open. */
import { useEffect, useLayoutEffect } from 'react';
import type { CashierState } from '../../shared/contract/contract.ts';
import { assertNever } from '../../shared/result.ts';
import type { Received } from '../window/store.ts';
import { Starting } from '../ui/starting.tsx';
import { locked, report, showRecoveryCode, stageChanged, troubleOver, useLocal } from './state/ui-state.ts';
import { lateIn, LatePayment } from './payments/late-payment.tsx';
import { PaymentDialog } from './payments/payment-dialog.tsx';
import { Settling } from './frame/tap-guard.tsx';
import { StillPractising } from './training/still-practising.tsx';
import { useSounds } from './state/which-sound.ts';
import { useTill } from './state/store.ts';
import { Armed } from './sale/armed.tsx';
import { Attempt } from './sale/attempt.tsx';
import { KeypadScreen } from './sale/keypad.tsx';
import { DOORS, SCREENS } from './screens.ts';
import { Approvals } from './staff/approval.tsx';
import { Locked } from './staff/locked.tsx';
import { RecoveryCode } from './staff/recovery-code.tsx';
import { TroubleScreen } from './blocked/trouble.tsx';

export function App() {
  const { received } = useTill();
  const opened = useLocal((local) => local.opened);
  const keying = useLocal((local) => local.keying);
  const screen = useLocal((local) => local.screen);
  const calledLate = useLocal((local) => local.calledLate);
  const recoveryCode = useLocal((local) => local.recoveryCode);
  const state = received?.state ?? null;
  useSounds(state);
  const stage = state?.stage.kind;
  const mode = state?.mode;

  const inTrouble = state !== null && state.trouble !== null;

  useLayoutEffect(() => {
    if (stage !== undefined) stageChanged(stage, inTrouble);
  }, [stage, inTrouble]);

  useLayoutEffect(() => {
    if (!inTrouble) troubleOver();
  }, [inTrouble]);

  useEffect(() => {
    if (mode !== undefined) document.documentElement.dataset['mode'] = mode;
  }, [mode]);

  const atTill = state?.atTill.kind;
  useLayoutEffect(() => {
    if (atTill === 'nobody') locked();
    else report(null);
  }, [atTill]);

  if (received === null) return <Starting />;
  if (atTill === 'nobody') return <Locked state={received.state} />;
  const asksOnKeypad = screen === 'till' && stage === 'keypad' && received.state.stillPractising;
  const late = lateIn(received.state.news);
  return (
    <>
      <Settling stage={received.state.stage} trouble={received.state.trouble?.kind ?? null}>
        <Stage received={received} />
      </Settling>
      {late && (!keying || calledLate === late.number) ? (
        <LatePayment key={late.number} attempt={late} />
      ) : opened ? (
        <PaymentDialog key={opened.number} state={received.state} opened={opened} />
      ) : asksOnKeypad && !keying ? (
        <StillPractising />
      ) : null}
      <Approvals people={received.state.people} />
      {recoveryCode === null ? null : <RecoveryCode code={recoveryCode} onWritten={() => showRecoveryCode(null)} />}
    </>
  );
}

function Stage({ received }: { readonly received: Received<CashierState> }) {
  const screen = useLocal((local) => local.screen);
  const { state, at } = received;
  switch (state.stage.kind) {
    case 'armed':
      return <Armed state={state} stage={state.stage} />;
    case 'attempt':
      return <Attempt key={state.stage.attempt.number} state={state} stage={state.stage} at={at} />;
    case 'keypad':
      break;
    default:
      return assertNever(state.stage);
  }
  if (screen !== 'till') {
    const { body: Body, ...side } = SCREENS[screen];
    return <Body state={state} side={{ ...side, name: screen }} />;
  }
  if (state.trouble) return <TroubleScreen state={state} trouble={state.trouble} />;
  return <KeypadScreen state={state} doors={DOORS} />;
}
