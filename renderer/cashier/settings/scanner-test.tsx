/** "Scan any label now", and what the till made of it: the quickest way to know whether a scanner works. */
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScannerTrial } from '../../../shared/contract/views.ts';
import type { ScannerProfile } from '../../../shared/settings.ts';
import { assertNever } from '../../../shared/result.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Message } from '../../ui/message.tsx';
import { ask, tell } from '../state/ask.ts';
import styles from './scanner-group.module.css';

type Props = { readonly onKeep: (profile: ScannerProfile) => void; readonly onClose: () => void };

export function ScannerTest({ onKeep, onClose }: Props) {
  const { t } = useTranslation();
  const { trial, again } = useTrial();
  return (
    <Dialog
      title={t('scannerTest.title')}
      onClose={onClose}
      actions={
        <>
          {trial?.kind === 'understood' ? (
            <Button look="strong" onClick={() => onKeep(trial.profile)}>
              {t('scannerTest.keep')}
            </Button>
          ) : null}
          {trial === null ? null : <Button onClick={again}>{t('scannerTest.again')}</Button>}
          <Button onClick={onClose}>{t('common.close')}</Button>
        </>
      }
    >
      <div className={styles['said']} aria-live="polite">
        {trial === null || trial.kind === 'stopped' ? <p>{t('scannerTest.ask')}</p> : <Said trial={trial} />}
      </div>
    </Dialog>
  );
}

function Said({ trial }: { readonly trial: Exclude<ScannerTrial, { readonly kind: 'stopped' }> }) {
  const { t } = useTranslation();
  switch (trial.kind) {
    case 'not-understood':
      return <Message tone="error">{t(`scannerTest.${trial.why}`)}</Message>;
    case 'direct':
    case 'understood':
      return (
        <>
          <Message tone="good">{t('scannerTest.understood', trial)}</Message>
          {trial.reading === 'code' ? (
            <p>{t('scannerTest.code')}</p>
          ) : (
            <>
              <p>{t('scannerTest.goods')}</p>
              <blockquote>{t(`refusal.${trial.reading}`)}</blockquote>
            </>
          )}
          {trial.kind === 'direct' ? (
            <p>{t('scannerTest.direct')}</p>
          ) : (
            <>
              <p>
                {t('scannerTest.learnt', {
                  gapMs: trial.profile.gapMs,
                  ending: t(`scannerTest.ending.${trial.profile.ending}`),
                })}
              </p>
              <p>{t('scannerTest.late', trial)}</p>
              <p>{t('scannerTest.saveNote')}</p>
            </>
          )}
        </>
      );
    default:
      return assertNever(trial);
  }
}

/** One label after the other, for as long as the dialog is open. */
function useTrial(): { readonly trial: ScannerTrial | null; readonly again: () => void } {
  const [trial, setTrial] = useState<ScannerTrial | null>(null);
  const wait = useCallback(async () => {
    const said = await ask('tryScanner', null);
    if (said !== null && said.kind !== 'stopped') setTrial(said);
  }, []);
  useEffect(() => {
    const first = async (): Promise<void> => {
      await wait();
    };
    void first();
    return () => tell('stopTryingScanner', null);
  }, [wait]);
  const again = useCallback(() => {
    setTrial(null);
    void wait();
  }, [wait]);
  return { trial, again };
}
