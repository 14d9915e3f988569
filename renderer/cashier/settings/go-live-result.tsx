import { useTranslation } from 'react-i18next';
import type { GoLiveAnswer } from '../../../shared/contract/account.ts';
import { assertNever } from '../../../shared/result.ts';
import { noAnswer } from './no-answer.ts';
import { Message } from '../../ui/message.tsx';

export function GoLiveResult({ answer }: { readonly answer: GoLiveAnswer }) {
  const { t } = useTranslation();
  switch (answer.kind) {
    case 'live':
      return <Message tone="good">{t('goLive.live')}</Message>;
    case 'gateway-refused':
      return (
        <Message tone="error">
          <p>{t('goLive.refused')}</p>
          <p>{t(`advice.${answer.advice}`)}</p>
          <p>{t('goLive.refusedSaid', { code: answer.code, text: answer.text })}</p>
        </Message>
      );
    case 'no-answer':
      return <Message tone="error">{t(`goLive.${noAnswer(answer.why)}`, { why: answer.why })}</Message>;
    case 'cannot-write':
      return <Message tone="error">{t('goLive.cannot-write', { path: answer.path })}</Message>;
    case 'weak-passphrase':
    case 'bad-credentials':
    case 'busy':
    case 'keystore':
    case 'declined':
      return <Message tone="error">{t(`goLive.${answer.kind}`)}</Message>;
    default:
      return assertNever(answer);
  }
}
