/** Asks before unsaved edits are lost. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

type Props = { readonly onSave: () => void; readonly onDiscard: () => void; readonly onStay: () => void };

export function Unsaved({ onSave, onDiscard, onStay }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('settings.unsavedTitle')}
      onClose={onStay}
      actions={
        <>
          <Button look="strong" onClick={onSave}>
            {t('settings.unsavedSave')}
          </Button>
          <Button onClick={onStay}>{t('settings.unsavedStay')}</Button>
          <Button onClick={onDiscard}>{t('settings.unsavedDiscard')}</Button>
        </>
      }
    >
      <p>{t('settings.unsavedText')}</p>
    </Dialog>
  );
}
