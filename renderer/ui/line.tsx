/** Short facts in one line, each kept whole: a number is read aloud over a telephone, and is lost when it is broken in two. */
import { Fragment } from 'react';
import styles from './line.module.css';

/** @param facts none of them a sentence, which would have to break */
export function Line({ facts }: { readonly facts: readonly string[] }) {
  return facts.map((fact, index) => (
    <Fragment key={fact}>
      {index === 0 ? null : ' '}
      <span className={styles['fact']}>{index === facts.length - 1 ? fact : `${fact} ·`}</span>
    </Fragment>
  ));
}
