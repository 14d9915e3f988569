/**
 * The settings screen. It edits a draft, which takes effect when main accepts it. Leaving asks before edits are lost.
 */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { SaveAnswer, SettingsView } from '../../../shared/contract/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { ask } from '../state/ask.ts';
import { EmptyState } from '../frame/frame.tsx';
import { SideScreen, type Side } from '../frame/side-screen.tsx';
import { show } from '../state/ui-state.ts';
import { useAnswer, useRead } from '../state/use-answer.ts';
import { AboutGroup } from './about-group.tsx';
import { draftOf, settingsOf, type Draft } from './draft.ts';
import { GatewayGroup } from './gateway-group.tsx';
import { PaymentGroup } from './payment-group.tsx';
import { PeopleGroup } from './people-group.tsx';
import { ScannerGroup } from './scanner-group.tsx';
import { ScreensGroup } from './screens-group.tsx';
import { ShopGroup } from './shop-group.tsx';
import { Unsaved } from './unsaved.tsx';
import { loadAllFonts } from '../../window/fonts.ts';
import styles from './settings.module.css';

type Props = { readonly state: CashierState; readonly side: Side };

export function Settings({ state, side }: Props) {
  const { t } = useTranslation();
  const read = useRead('settings', null, 'never');
  useEffect(loadAllFonts, []);
  if (read.kind === 'read') return <Form state={state} side={side} first={read.answer} />;
  return (
    <SideScreen state={state} side={side}>
      <EmptyState>{read.kind === 'failed' ? t('settings.failed') : t('settings.loading')}</EmptyState>
    </SideScreen>
  );
}

/** @param first the settings when the screen opened */
function Form({ state, side, first }: Props & { readonly first: SettingsView }) {
  const { t } = useTranslation();
  const [view, setView] = useState(first);
  const [draft, setDraft] = useState<Draft>(() => draftOf(view.settings));
  const { asking, answer, put, forget } = useAnswer<SaveAnswer>();
  const [leaving, setLeaving] = useState(false);
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(view.settings));
  const refused = answer?.kind === 'refused' ? answer.fields : [];

  const isSaved = answer?.kind === 'saved';
  const edit = useCallback(
    (change: Partial<Draft>) => {
      setDraft((before) => ({ ...before, ...change }));
      if (isSaved) forget();
    },
    [isSaved, forget],
  );
  const goBack = useCallback(() => show(side.back), [side.back]);
  const leave = useCallback(() => (changed ? setLeaving(true) : goBack()), [changed, goBack]);

  // From here on the fields show what main stored.
  const readAgain = async (): Promise<void> => {
    const fresh = await ask('settings', null);
    if (fresh === null) return;
    setView(fresh);
    setDraft(draftOf(fresh.settings));
  };
  const save = async (): Promise<boolean> => {
    setLeaving(false);
    const wanted = settingsOf(draft, view.settings);
    const said = await put(
      wanted.ok
        ? ask('saveSettings', { settings: wanted.value })
        : Promise.resolve({ kind: 'refused', fields: wanted.error }),
    );
    if (said?.kind !== 'saved') return false;
    await readAgain();
    return true;
  };
  const saveAndLeave = async (): Promise<void> => {
    if (await save()) goBack();
  };

  const bar = (
    <Button look="strong" disabled={!changed || asking} onClick={() => void save()}>
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
        <PeopleGroup {...group} />
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
    case 'only-live':
      return <Message tone="warning">{t(`settings.${answer.kind}`)}</Message>;
    case 'cannot-write':
      return <Message tone="error">{t('settings.cannotWrite', { path: answer.path })}</Message>;
    case undefined:
      return null;
  }
}
