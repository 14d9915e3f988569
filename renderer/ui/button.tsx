/**
 * The till's ordinary button. A mouse or finger press does not focus it, so a scanner's Enter cannot press it again.
 */
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './button.module.css';

type Look = 'plain' | 'strong' | 'quiet';

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'type'> & {
  readonly look?: Look;
  readonly icon?: ReactNode;
  readonly large?: boolean;
  readonly submit?: boolean;
};

export function Button({ look = 'plain', icon, large = false, submit = false, children, ...rest }: Props) {
  return (
    <button
      {...rest}
      type={submit ? 'submit' : 'button'}
      className={classes(styles['button'], styles[look], large && styles['large'])}
      onMouseDown={keepFocusWhereItIs}
    >
      {icon}
      {children === undefined ? null : <span>{children}</span>}
    </button>
  );
}

export function keepFocusWhereItIs(event: { preventDefault(): void }): void {
  event.preventDefault();
}
