/** A question with two answers. The safe answer, which changes nothing, is the prominent button and also Escape. */
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

type Props = {
  readonly title: string;
  /** Labels of the two buttons. */
  readonly stay: string;
  readonly go: string;
  readonly onStay: () => void;
  readonly onGo: () => void;
  readonly children: ReactNode;
};

export function Question({ title, stay, go, onStay, onGo, children }: Props) {
  return (
    <Dialog
      title={title}
      onClose={onStay}
      actions={
        <>
          <Button large look="strong" onClick={onStay}>
            {stay}
          </Button>
          <Button large onClick={onGo}>
            {go}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
