/** Says that the customer's screen cannot be used. Shows nothing if the screen works or the shop has none. */
import { MonitorOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CustomerScreenLamp } from '../../../shared/contract/devices.ts';
import styles from './scanner-light.module.css';

export function CustomerScreenLight({ lamp }: { readonly lamp: CustomerScreenLamp }) {
  const { t } = useTranslation();
  if (lamp === 'own' || lamp === 'none') return null;
  return (
    <p className={styles['light']} data-lamp="failed" role="status">
      <MonitorOff aria-hidden size={24} />
      {t(`customerScreen.${lamp}`)}
    </p>
  );
}
