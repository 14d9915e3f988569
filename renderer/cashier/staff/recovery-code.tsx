/** The recovery code, on the screen once. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './staff.module.css';

export function RecoveryCode({ code, onWritten }: { readonly code: string; readonly onWritten: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      wide
      title={t('recoveryCode.title')}
      actions={
        <Button look="strong" large onClick={onWritten}>
          {t('recoveryCode.written')}
        </Button>
      }
    >
      <p>{t('recoveryCode.text')}</p>
      <p className={styles['code']}>{code}</p>
      <p>{t('recoveryCode.once')}</p>
    </Dialog>
  );
}
