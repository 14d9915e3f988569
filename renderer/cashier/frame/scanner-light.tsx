/** Shows whether a scanner is connected, with an icon, a word and a colour. */
import { ScanBarcode } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ScannerLamp } from '../../../shared/scan.ts';
import styles from './scanner-light.module.css';

export function ScannerLight({ lamp }: { readonly lamp: ScannerLamp }) {
  const { t } = useTranslation();
  return (
    <p className={styles['light']} data-lamp={lamp} role="status">
      <ScanBarcode aria-hidden size={24} />
      {t(`scanner.${lamp}`)}
    </p>
  );
}
