/**
 * Chooses the gateway. It has its own buttons and is never saved together with other fields: a change between training
 * and real money must be deliberate.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SaveAnswer, SettingsView } from '../../../shared/contract/settings.ts';
import type { Currency } from '../../../shared/money.ts';
import { ENVIRONMENTS, type Environment } from '../../../shared/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Message } from '../../ui/message.tsx';
import { ask } from '../state/ask.ts';
import { useAnswer } from '../state/use-answer.ts';
import { Outcomes } from '../training/outcomes.tsx';
import { GoLive } from './go-live.tsx';
import { Group } from './group.tsx';
import styles from './gateway-group.module.css';

type Props = {
  readonly view: SettingsView;
  readonly currency: Currency;
  /** Other fields have unsaved edits; the person must save or discard them first. */
  readonly changed: boolean;
  readonly onChanged: () => Promise<void>;
};

type Open = { readonly kind: 'go-live' | 'card' } | { readonly kind: 'use'; readonly environment: Environment };

export function GatewayGroup({ view, currency, changed, onChanged }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open | null>(null);
  const { answer, put } = useAnswer<SaveAnswer>();
  const { settings } = view;
  const close = (): void => setOpen(null);
  const use = async (environment: Environment): Promise<void> => {
    close();
    await put(ask('saveSettings', { settings: { ...settings, environment } }));
    await onChanged();
  };

  return (
    <Group title={t('settings.groupGateway')}>
      <ul className={styles['list']}>
        {ENVIRONMENTS.map((environment) => (
          <EnvironmentRow
            key={environment}
            view={view}
            environment={environment}
            disabled={changed}
            onUse={() => setOpen({ kind: 'use', environment })}
          />
        ))}
      </ul>
      <SwitchResult answer={answer} />
      <div className={styles['actions']}>
        <Button disabled={changed} onClick={() => setOpen({ kind: 'go-live' })}>
          {t('environment.goLive')}
        </Button>
        {settings.environment === 'training' ? (
          <Button onClick={() => setOpen({ kind: 'card' })}>{t('mode.card')}</Button>
        ) : null}
      </div>
      {changed ? <p className={styles['note']}>{t('environment.saveFirst')}</p> : null}
      {open?.kind === 'go-live' ? <GoLive view={view} onClose={close} onLive={onChanged} /> : null}
      {open?.kind === 'card' ? <Outcomes currency={currency} onClose={close} /> : null}
      {open?.kind === 'use' ? (
        <ConfirmUse environment={open.environment} onConfirm={() => void use(open.environment)} onClose={close} />
      ) : null}
    </Group>
  );
}

type RowProps = {
  readonly view: SettingsView;
  readonly environment: Environment;
  readonly disabled: boolean;
  readonly onUse: () => void;
};

function EnvironmentRow({ view, environment, disabled, onUse }: RowProps) {
  const { t } = useTranslation();
  const inUse = view.settings.environment === environment;
  const stored = view.credentials.find((one) => one.environment === environment);
  const usable = environment === 'training' || stored !== undefined;
  const name = t(`environment.${environment}`);
  return (
    <li className={styles['row']} data-in-use={inUse}>
      <div className={styles['words']}>
        <strong>{name}</strong>
        <span>{t(`environment.${environment}Help`)}</span>
        {stored ? (
          <span>
            {t('environment.stored', { tail: stored.appCodeTail })} · {t(`environment.${stored.protection}`)}
          </span>
        ) : null}
      </div>
      {inUse ? <span className={styles['now']}>{t('environment.now')}</span> : null}
      {!inUse && usable ? (
        <Button disabled={disabled} onClick={onUse}>
          {t('environment.use', { environment: name })}
        </Button>
      ) : null}
    </li>
  );
}

type ConfirmProps = { readonly environment: Environment; readonly onConfirm: () => void; readonly onClose: () => void };

function ConfirmUse({ environment, onConfirm, onClose }: ConfirmProps) {
  const { t } = useTranslation();
  const name = t(`environment.${environment}`);
  return (
    <Dialog
      title={t('environment.useTitle')}
      onClose={onClose}
      actions={
        <>
          <Button look="strong" onClick={onConfirm}>
            {t('environment.use', { environment: name })}
          </Button>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
        </>
      }
    >
      <p>{t('environment.useText', { environment: name })}</p>
      <p>{t(`environment.${environment}Help`)}</p>
    </Dialog>
  );
}

function SwitchResult({ answer }: { readonly answer: SaveAnswer | null }) {
  const { t } = useTranslation();
  switch (answer?.kind) {
    case 'refused':
      return <Message tone="error">{t('field.environmentError')}</Message>;
    case 'busy':
    case 'declined':
    case 'only-live':
      return <Message tone="warning">{t(`settings.${answer.kind}`)}</Message>;
    case 'cannot-write':
      return <Message tone="error">{t('settings.cannotWrite', { path: answer.path })}</Message>;
    case 'saved':
    case undefined:
      return null;
  }
}
