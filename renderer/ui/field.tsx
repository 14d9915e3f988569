/** A labelled native field with its help and error; ARIA attributes connect the three for screen readers. */
import { useId, type ReactNode } from 'react';
import styles from './field.module.css';

type FieldIds = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
};

export type FieldProps = {
  readonly label: string;
  readonly help?: string | undefined;
  readonly error?: string | null | undefined;
  readonly children: (ids: FieldIds) => ReactNode;
};

export function Field({ label, help, error, children }: FieldProps) {
  const id = useId();
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;
  const described = [error ? errorId : null, help ? helpId : null].filter((part) => part !== null).join(' ');
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': error ? true : undefined,
      })}
      {error ? (
        <p id={errorId} className={styles['error']}>
          {error}
        </p>
      ) : null}
      {help ? (
        <p id={helpId} className={styles['help']}>
          {help}
        </p>
      ) : null}
    </div>
  );
}
