import { useTranslation } from 'react-i18next';
import type { GoLive } from '../../../shared/views.ts';
import { Field } from '../../ui/field.tsx';
import { Columns } from './group.tsx';

export type Typed = GoLive & { readonly again: string };

/** Real money first: a shop that goes live nearly always means production. */
const CHOICES = ['production', 'live-test', 'sandbox'] as const;

type Props = {
  readonly typed: Typed;
  readonly onChange: (typed: Typed) => void;
  readonly needsPassphrase: boolean;
};

export function GoLiveFields({ typed, onChange, needsPassphrase }: Props) {
  const { t } = useTranslation();
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
                const chosen = CHOICES.find((choice) => choice === event.target.value);
                if (chosen) onChange({ ...typed, environment: chosen });
              }}
            >
              {CHOICES.map((choice) => (
                <option key={choice} value={choice}>
                  {t(`environment.${choice}`)}
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

function Passphrase({ typed, onChange }: Omit<Props, 'needsPassphrase'>) {
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
