import { useTranslation } from 'react-i18next';
import { QFPAY_HOSTS, type QfpayHost, type Settings } from '../../../shared/settings.ts';
import type { GoLive } from '../../../shared/contract/account.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Columns } from './group.tsx';

export type Typed = GoLive & { readonly again: string };

type Props = {
  readonly typed: Typed;
  readonly onChange: (typed: Typed) => void;
  /** The stored mchid of each host. */
  readonly kept: Settings['mchid'];
  readonly needsPassphrase: boolean;
};

export function GoLiveFields({ typed, onChange, kept, needsPassphrase }: Props) {
  const { t } = useTranslation();
  const choose = (environment: QfpayHost): void => {
    // Each host has its own mchid. One that was typed here belongs to the newly chosen host.
    const isTyped = typed.mchid !== kept[typed.environment];
    onChange({ ...typed, environment, mchid: isTyped ? typed.mchid : kept[environment] });
  };
  const field = (name: 'appCode' | 'clientKey' | 'mchid') => (
    <TextField
      label={t(`goLive.${name}`)}
      type={name === 'clientKey' ? 'password' : 'text'}
      maxLength={256}
      value={typed[name]}
      onText={(text) => onChange({ ...typed, [name]: text })}
    />
  );
  return (
    <>
      <Columns>
        <SelectField
          label={t('goLive.environment')}
          help={t(`environment.${typed.environment}Help`)}
          value={typed.environment}
          options={QFPAY_HOSTS}
          nameOf={(host) => t(`environment.${host}`)}
          onChoose={choose}
        />
        {field('mchid')}
        {field('appCode')}
        {field('clientKey')}
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
          <TextField
            key={name}
            label={name === 'again' ? t('goLive.passphraseAgain') : t('goLive.passphrase')}
            type="password"
            maxLength={256}
            value={typed[name]}
            onText={(text) => onChange({ ...typed, [name]: text })}
          />
        ))}
      </Columns>
    </>
  );
}
