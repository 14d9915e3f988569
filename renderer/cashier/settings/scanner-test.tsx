/** Asks for a scan and shows how the till read it: the quickest way to check a scanner. */
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScannerTrial } from '../../../shared/scan.ts';
import type { ScannerProfile } from '../../../shared/settings.ts';
import { assertNever } from '../../../shared/result.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Message } from '../../ui/message.tsx';
import { ask, tell } from '../state/ask.ts';
import { useAnswer } from '../state/use-answer.ts';
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
        {trial === null ? <p>{t('scannerTest.ask')}</p> : <Said trial={trial} />}
      </div>
    </Dialog>
  );
}

type Tried = Exclude<ScannerTrial, { readonly kind: 'stopped' }>;

function Said({ trial }: { readonly trial: Tried }) {
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

/** Reads one label after another while the dialog is open. */
function useTrial(): { readonly trial: Tried | null; readonly again: () => void } {
  const { answer, put, forget } = useAnswer<ScannerTrial>();
  useEffect(() => {
    void put(ask('tryScanner', null));
    return () => tell('stopTryingScanner', null);
  }, [put]);
  const again = useCallback(() => {
    forget();
    void put(ask('tryScanner', null));
  }, [put, forget]);
  return { trial: answer?.kind === 'stopped' ? null : answer, again };
}
