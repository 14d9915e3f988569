/** The frame of every side screen: its title, and the way back by button or Escape. */
import type { ParseKeys } from 'i18next';
import { ArrowLeft, type LucideIcon } from 'lucide-react';
import { useCallback, type ComponentType, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import { Button } from '../../ui/button.tsx';
import { show, type Screen, type SideName } from '../state/ui-state.ts';
import { Frame } from './frame.tsx';
import { useKeys } from './keys.ts';
import styles from './frame.module.css';

/** A side screen's row in the register of screens, with its name. */
export type Side = {
  readonly name: SideName;
  readonly title: ParseKeys;
  /** The screen that "back" leads to. */
  readonly back: Screen;
};

export type SideBody = ComponentType<{ readonly state: CashierState; readonly side: Side }>;

/** The keypad's button that opens a side screen. */
export type Door = { readonly to: SideName; readonly label: ParseKeys; readonly icon: LucideIcon };

type Props = {
  readonly state: CashierState;
  readonly side: Side;
  /** Replaces the default title. */
  readonly title?: string;
  /** Shown beside the title. */
  readonly bar?: ReactNode;
  /** Replaces going back at once. */
  readonly onBack?: () => void;
  readonly children: ReactNode;
};

export function SideScreen({ state, side, title, bar, onBack, children }: Props) {
  const { t } = useTranslation();
  const { name, back } = side;
  const leave = useCallback(() => (onBack === undefined ? show(back) : onBack()), [onBack, back]);
  const onKey = useCallback(
    (key: string) => {
      if (key === 'Escape') leave();
      return key === 'Escape';
    },
    [leave],
  );
  useKeys(onKey);
  return (
    <Frame
      state={state}
      screen={name}
      bar={
        <>
          <Button icon={<ArrowLeft aria-hidden size={24} />} onClick={leave}>
            {t('common.back')}
          </Button>
          <h1 className={styles['title']}>{title ?? t(side.title)}</h1>
          {bar}
        </>
      }
    >
      {children}
    </Frame>
  );
}
