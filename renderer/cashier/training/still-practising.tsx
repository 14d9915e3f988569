/** Shown on a training till that could take real payments: asks whether training should continue. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { tell } from '../state/ask.ts';
import { show } from '../state/ui-state.ts';

export function StillPractising() {
  const { t } = useTranslation();
  const toSettings = (): void => {
    tell('practiseOn', null);
    show('settings');
  };
  return (
    <Dialog
      unasked
      title={t('practice.askTitle')}
      actions={
        <>
          <Button large onClick={() => tell('practiseOn', null)}>
            {t('practice.goOn')}
          </Button>
          <Button large onClick={toSettings}>
            {t('practice.real')}
          </Button>
        </>
      }
    >
      <p>{t('practice.askText')}</p>
    </Dialog>
  );
}
