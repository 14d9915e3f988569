/** All that a shop can set. A draft is edited here and becomes true when main has taken it; leaving never loses it silently. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState, SaveAnswer, SettingsView } from '../../../shared/contract/views.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { ask } from '../state/ask.ts';
import { Quiet } from '../frame/frame.tsx';
import { SideScreen, type Side } from '../frame/side-screen.tsx';
import { show } from '../state/ui-state.ts';
import { AboutGroup } from './about-group.tsx';
import { draftOf, settingsOf, type Draft } from './draft.ts';
import { GatewayGroup } from './gateway-group.tsx';
import { PaymentGroup } from './payment-group.tsx';
import { ScannerGroup } from './scanner-group.tsx';
import { ScreensGroup } from './screens-group.tsx';
import { ShopGroup } from './shop-group.tsx';
import { Unsaved } from './unsaved.tsx';
import { loadAllFonts } from '../../window/fonts.ts';
import styles from './settings.module.css';

type Props = { readonly state: CashierState; readonly side: Side };

export function Settings({ state, side }: Props) {
  const { t } = useTranslation();
  const { view, failed, read } = useSettings();
  useEffect(loadAllFonts, []);
  if (view !== null) return <Form state={state} side={side} view={view} read={read} />;
  return (
    <SideScreen state={state} side={side}>
      <Quiet>{failed ? t('settings.failed') : t('settings.loading')}</Quiet>
    </SideScreen>
  );
}

type FormProps = Props & {
  readonly view: SettingsView;
  readonly read: () => Promise<SettingsView | null>;
};

function Form({ state, side, view, read }: FormProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft>(() => draftOf(view.settings));
  const [answer, setAnswer] = useState<SaveAnswer | null>(null);
  const [saving, setSaving] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(view.settings));
  const refused = answer?.kind === 'refused' ? answer.fields : [];

  const edit = useCallback((change: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...change }));
    setAnswer((before) => (before?.kind === 'saved' ? null : before));
  }, []);
  const goBack = useCallback(() => show(side.back), [side.back]);
  const leave = useCallback(() => (changed ? setLeaving(true) : goBack()), [changed, goBack]);

  // What main made of it is what the fields show from now on.
  const readAgain = async (): Promise<void> => {
    const fresh = await read();
    if (fresh) setDraft(draftOf(fresh.settings));
  };
  const save = async (): Promise<boolean> => {
    setLeaving(false);
    const wanted = settingsOf(draft, view.settings);
    if (!wanted.ok) {
      setAnswer({ kind: 'refused', fields: wanted.error });
      return false;
    }
    setSaving(true);
    const said = await ask('saveSettings', { settings: wanted.value });
    setSaving(false);
    setAnswer(said);
    if (said?.kind !== 'saved') return false;
    await readAgain();
    return true;
  };
  const saveAndLeave = async (): Promise<void> => {
    if (await save()) goBack();
  };

  const bar = (
    <Button look="strong" disabled={!changed || saving} onClick={() => void save()}>
      {t('settings.save')}
    </Button>
  );
  const group = { draft, edit, refused };

  return (
    <SideScreen state={state} side={side} bar={bar} onBack={leave}>
      <div className={styles['said']}>
        <SaveResult answer={answer} />
      </div>
      <div className={styles['scroll']}>
        <GatewayGroup view={view} currency={state.currency} changed={changed} onChanged={readAgain} />
        <ShopGroup {...group} />
        <ScannerGroup {...group} />
        <ScreensGroup {...group} displays={view.displays} lamp={state.customerScreen} />
        <PaymentGroup {...group} />
        <AboutGroup view={view} state={state} />
      </div>
      {leaving ? (
        <Unsaved onSave={() => void saveAndLeave()} onDiscard={goBack} onStay={() => setLeaving(false)} />
      ) : null}
    </SideScreen>
  );
}

function SaveResult({ answer }: { readonly answer: SaveAnswer | null }) {
  const { t } = useTranslation();
  switch (answer?.kind) {
    case 'saved':
      return <Message tone="good">{t('settings.saved')}</Message>;
    case 'refused':
      return <Message tone="error">{t('settings.refused')}</Message>;
    case 'busy':
    case 'declined':
      return <Message tone="warning">{t(`settings.${answer.kind}`)}</Message>;
    case 'cannot-write':
      return <Message tone="error">{t('settings.cannotWrite', { path: answer.path })}</Message>;
    case undefined:
      return null;
  }
}

function useSettings(): { view: SettingsView | null; failed: boolean; read: () => Promise<SettingsView | null> } {
  const [view, setView] = useState<SettingsView | null>(null);
  const [failed, setFailed] = useState(false);
  const read = useCallback(async () => {
    const said = await ask('settings', null);
    if (said) setView(said);
    setFailed(said === null);
    return said;
  }, []);
  useEffect(() => {
    const first = async (): Promise<void> => {
      await read();
    };
    void first();
  }, [read]);
  return { view, failed, read };
}
