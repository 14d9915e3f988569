/** Settings of a keyboard scanner: its learnt profile, a test scan to learn it, and the prefix before each label. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Group, type GroupProps } from './group.tsx';
import { ScannerTest } from './scanner-test.tsx';
import { TextSetting } from './text-setting.tsx';
import styles from './scanner-group.module.css';

export function ScannerGroup(props: GroupProps) {
  const { t } = useTranslation();
  const { draft, edit, refused } = props;
  const { scanner } = draft;
  const [testing, setTesting] = useState(false);
  return (
    <Group title={t('settings.groupScanner')}>
      <p>
        {scanner === null
          ? t('scannerTest.any')
          : t('scannerTest.learnt', { gapMs: scanner.gapMs, ending: t(`scannerTest.ending.${scanner.ending}`) })}
      </p>
      {refused.includes('scanner') ? <p className={styles['error']}>{t('field.scannerError')}</p> : null}
      <div className={styles['actions']}>
        <Button onClick={() => setTesting(true)}>{t('scannerTest.start')}</Button>
        {scanner === null ? null : <Button onClick={() => edit({ scanner: null })}>{t('scannerTest.forget')}</Button>}
      </div>
      <TextSetting {...props} name="scannerPrefix" />
      {testing ? (
        <ScannerTest
          onKeep={(profile) => {
            edit({ scanner: profile });
            setTesting(false);
          }}
          onClose={() => setTesting(false)}
        />
      ) : null}
    </Group>
  );
}
