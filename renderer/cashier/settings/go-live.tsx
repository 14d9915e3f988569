/** Asks for the credentials from QFPay, lets main test them with one harmless enquiry, and shows the result. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GoLive as GoLiveRequest, GoLiveAnswer } from '../../../shared/contract/account.ts';
import type { SettingsView } from '../../../shared/contract/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Message } from '../../ui/message.tsx';
import { ask } from '../state/ask.ts';
import { useAnswer } from '../state/use-answer.ts';
import { GoLiveFields, type Typed } from './go-live-fields.tsx';
import { GoLiveResult } from './go-live-result.tsx';

type Props = { readonly view: SettingsView; readonly onClose: () => void; readonly onLive: () => Promise<void> };

export function GoLive({ view, onClose, onLive }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<Typed>({
    environment: 'production',
    appCode: '',
    clientKey: '',
    mchid: view.settings.mchid.production,
    passphrase: '',
    again: '',
  });
  const [problem, setProblem] = useState<'missing' | 'passphraseDiffers' | null>(null);
  const { asking, answer, put, forget } = useAnswer<GoLiveAnswer>();
  const live = answer?.kind === 'live';

  const send = async (): Promise<void> => {
    const { again, ...request } = typed;
    const differs = view.needsPassphrase && typed.passphrase !== again;
    const missing = typed.appCode.trim() === '' || typed.clientKey.trim() === '';
    setProblem(missing ? 'missing' : differs ? 'passphraseDiffers' : null);
    forget();
    if (missing || differs) return;
    const said = await put(ask('goLive', trimmed(request)));
    if (said?.kind !== 'live') return;
    // Main has the key, so this window must not keep it.
    setTyped({ ...typed, appCode: '', clientKey: '', passphrase: '', again: '' });
    await onLive();
  };

  return (
    <Dialog
      wide
      title={t('goLive.title')}
      // Escape must not discard a key that somebody has just typed from a letter.
      {...(live ? { onClose } : {})}
      actions={
        live ? (
          <Button look="strong" onClick={onClose}>
            {t('common.close')}
          </Button>
        ) : (
          <>
            <Button look="strong" disabled={asking} onClick={() => void send()}>
              {asking ? t('goLive.asking') : t('goLive.send')}
            </Button>
            <Button disabled={asking} onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        )
      }
    >
      {problem === null ? null : <Message tone="error">{t(`goLive.${problem}`)}</Message>}
      {answer === null ? null : <GoLiveResult answer={answer} />}
      {live ? null : (
        <>
          <p>{t('goLive.intro')}</p>
          <p>{t('goLive.probe')}</p>
          <GoLiveFields
            typed={typed}
            onChange={setTyped}
            kept={view.settings.mchid}
            needsPassphrase={view.needsPassphrase}
          />
        </>
      )}
    </Dialog>
  );
}

/** Text copied from a letter often has extra spaces. In a passphrase, spaces may be intended. */
function trimmed(request: GoLiveRequest): GoLiveRequest {
  return {
    ...request,
    appCode: request.appCode.trim(),
    clientKey: request.clientKey.trim(),
    mchid: request.mchid.trim(),
  };
}
