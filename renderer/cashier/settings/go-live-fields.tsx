import { useTranslation } from 'react-i18next';
import { QFPAY_HOSTS, type QfpayHost, type Settings } from '../../../shared/settings.ts';
import type { GoLive } from '../../../shared/contract/views.ts';
import { Field } from '../../ui/field.tsx';
import { Columns } from './group.tsx';

export type Typed = GoLive & { readonly again: string };

type Props = {
  readonly typed: Typed;
  readonly onChange: (typed: Typed) => void;
  /** The mchid of each host as it is kept now. */
  readonly kept: Settings['mchid'];
  readonly needsPassphrase: boolean;
};

export function GoLiveFields({ typed, onChange, kept, needsPassphrase }: Props) {
  const { t } = useTranslation();
  const choose = (environment: QfpayHost): void => {
    // Each host has its own; one that was typed here is meant for the host that is chosen now.
    const isTyped = typed.mchid !== kept[typed.environment];
    onChange({ ...typed, environment, mchid: isTyped ? typed.mchid : kept[environment] });
  };
  const text = (name: 'appCode' | 'clientKey' | 'mchid') => (
    <Field label={t(`goLive.${name}`)}>
      {(ids) => (
        <input
          {...ids}
          type={name === 'clientKey' ? 'password' : 'text'}
          autoComplete="off"
          maxLength={256}
          spellCheck={false}
          value={typed[name]}
          onChange={(event) => onChange({ ...typed, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <>
      <Columns>
        <Field label={t('goLive.environment')} help={t(`environment.${typed.environment}Help`)}>
          {(ids) => (
            <select
              {...ids}
              value={typed.environment}
              onChange={(event) => {
                const chosen = QFPAY_HOSTS.find((host) => host === event.target.value);
                if (chosen) choose(chosen);
              }}
            >
              {QFPAY_HOSTS.map((host) => (
                <option key={host} value={host}>
                  {t(`environment.${host}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {text('mchid')}
        {text('appCode')}
        {text('clientKey')}
      </Columns>
      {needsPassphrase ? <Passphrase typed={typed} onChange={onChange} /> : null}
    </>
  );
}

function Passphrase({ typed, onChange }: Omit<Props, 'kept' | 'needsPassphrase'>) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('goLive.passphraseHelp')}</p>
      <Columns>
        {(['passphrase', 'again'] as const).map((name) => (
          <Field key={name} label={name === 'again' ? t('goLive.passphraseAgain') : t('goLive.passphrase')}>
            {(ids) => (
              <input
                {...ids}
                type="password"
                autoComplete="off"
                maxLength={256}
                value={typed[name]}
                onChange={(event) => onChange({ ...typed, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </Columns>
    </>
  );
}
