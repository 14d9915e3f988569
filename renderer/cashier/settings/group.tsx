/** A titled section of the settings screen, and the props that every section needs. */
import type { ReactNode } from 'react';
import type { SettingsField } from '../../../shared/settings.ts';
import type { Draft } from './draft.ts';
import styles from './group.module.css';

export type GroupProps = {
  readonly draft: Draft;
  readonly edit: (change: Partial<Draft>) => void;
  readonly refused: readonly SettingsField[];
};

export function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles['group']} aria-label={title}>
      <h2 className={styles['title']}>{title}</h2>
      {children}
    </section>
  );
}

export function Columns({ children }: { readonly children: ReactNode }) {
  return <div className={styles['columns']}>{children}</div>;
}
