/**
 * Short facts on one line. No fact is broken across lines: people read numbers aloud on the telephone and lose their
 * place in a broken one.
 */
import { Fragment } from 'react';
import styles from './line.module.css';

/** @param facts short; a sentence would need to break */
export function Line({ facts }: { readonly facts: readonly string[] }) {
  return facts.map((fact, index) => (
    <Fragment key={fact}>
      {index === 0 ? null : ' '}
      <span className={styles['fact']}>{index === facts.length - 1 ? fact : `${fact} ·`}</span>
    </Fragment>
  ));
}
