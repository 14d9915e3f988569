/** Asks who decides and why; the ledger's row holds both. On a till without a keyboard, initials are enough. */
import { Delete } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Key } from '../../../ui/key.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useKeying } from '../../state/ui-state.ts';
import styles from './by-hand.module.css';

/** Where the person saw it. For `other`, the reason is the typed text. */
const REASONS = ['portal', 'statement', 'phone', 'other'] as const;
type Reason = (typeof REASONS)[number];

export type Words = { readonly reason: Reason; readonly other: string; readonly by: string };
export const NO_WORDS: Words = { reason: 'portal', other: '', by: '' };

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const NAME_CHARS_MAX = 40;
const REASON_CHARS_MAX = 200;

type Props = {
  readonly words: Words;
  readonly onWords: (words: Words) => void;
  readonly onBack: () => void;
  readonly onNext: () => void;
};

export function WhoAndWhy({ words, onWords, onBack, onNext }: Props) {
  const { t } = useTranslation();
  const { reason, other, by } = words;
  const setName = (name: string): void => onWords({ ...words, by: name.slice(0, NAME_CHARS_MAX) });
  const isWhole = by.trim() !== '' && (reason !== 'other' || other.trim() !== '');
  useKeying(true);
  return (
    <Dialog
      wide
      title={t('byHand.whoTitle')}
      onClose={onBack}
      actions={
        <>
          <Button look="strong" large disabled={!isWhole} onClick={() => isWhole && onNext()}>
            {t('byHand.next')}
          </Button>
          <Button large onClick={onBack}>
            {t('common.back')}
          </Button>
        </>
      }
    >
      <div className={styles['words']}>
        <SelectField
          label={t('byHand.why')}
          value={reason}
          options={REASONS}
          nameOf={(each) => t(`byHand.reason.${each}`)}
          onChoose={(chosen) => onWords({ ...words, reason: chosen })}
        />
        <TextField label={t('byHand.who')} value={by} onText={setName} />
      </div>
      {reason === 'other' ? (
        <TextField
          label={t('byHand.whyOther')}
          maxLength={REASON_CHARS_MAX}
          value={other}
          onText={(text) => onWords({ ...words, other: text })}
        />
      ) : (
        <div className={styles['letters']} role="group" aria-label={t('byHand.letters')}>
          {LETTERS.map((letter) => (
            <Key key={letter} face={letter} onPress={() => setName(by + letter)} />
          ))}
          <Key
            face={<Delete aria-hidden size={28} />}
            name={t('byHand.deleteLetter')}
            onPress={() => setName(by.slice(0, -1))}
          />
        </div>
      )}
    </Dialog>
  );
}

/** The reason as recorded, in the language of the person who gives it. */
export function useReason({ reason, other }: Words): string {
  const { t } = useTranslation();
  return reason === 'other' ? other.trim() : t(`byHand.reason.${reason}`);
}
