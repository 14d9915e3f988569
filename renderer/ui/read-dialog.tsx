/** A dialog to read. Its one button closes it. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

type Props = { readonly title: ReactNode; readonly onClose: () => void; readonly children: ReactNode };

export function ReadDialog({ title, onClose, children }: Props) {
  const { t } = useTranslation();
  const close = (
    <Button look="strong" large onClick={onClose}>
      {t('common.close')}
    </Button>
  );
  return (
    <Dialog wide title={title} onClose={onClose} actions={close}>
      {children}
    </Dialog>
  );
}
