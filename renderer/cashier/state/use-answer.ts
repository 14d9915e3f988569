/** Questions to main on a screen: under way, answered or not; and no answer for a screen that was left or asks something else. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AnswerOf, ArgumentOf, CommandName } from '../../../shared/contract/contract.ts';
import { ask } from './ask.ts';
import { useTill } from './store.ts';

type Name = CommandName<'cashier'>;

export type Asking<Answer> = {
  readonly asking: boolean;
  /** What the last question came to; null before it, and when there was no answer, which `ask` tells by itself. */
  readonly answer: Answer | null;
  /** Shows what comes of a question. @returns the answer also when the screen has gone meanwhile */
  readonly put: (question: Promise<Answer | null>) => Promise<Answer | null>;
  /** What was answered stands no longer; what is under way stays under way. */
  readonly forget: () => void;
};

/** For what somebody asks with a tap. The answer before stands until the next one is there, unless it is forgotten. */
export function useAnswer<Answer>(): Asking<Answer> {
  const [asking, setAsking] = useState(false);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const last = useRef(0);
  const put = useCallback(async (question: Promise<Answer | null>) => {
    last.current += 1;
    const own = last.current;
    setAsking(true);
    const came = await question;
    if (own === last.current) {
      setAsking(false);
      setAnswer(came);
    }
    return came;
  }, []);
  const forget = useCallback(() => setAnswer(null), []);
  useEffect(
    () => () => {
      last.current += 1;
    },
    [],
  );
  return { asking, answer, put, forget };
}

export type Read<Answer> =
  { readonly kind: 'reading' | 'failed' } | { readonly kind: 'read'; readonly answer: NonNullable<Answer> };

/**
 * For what a screen shows by itself. Until the answer to another argument is there, the one before stands.
 *
 * @param argument undefined as long as there is nothing to ask
 * @param again whether it is asked anew whenever any payment may have changed
 */
export function useRead<K extends Name>(
  name: K,
  argument: ArgumentOf<'cashier', K> | undefined,
  again: 'with-each-change' | 'never',
): Read<AnswerOf<'cashier', K>> {
  const [read, setRead] = useState<Read<AnswerOf<'cashier', K>>>({ kind: 'reading' });
  const question = argument === undefined ? null : JSON.stringify(argument);
  useEffect(() => {
    if (question === null) return;
    let left = false;
    const readNow = async (): Promise<void> => {
      const answer = await ask(name, JSON.parse(question) as ArgumentOf<'cashier', K>);
      if (!left) setRead(answer === null || answer === undefined ? { kind: 'failed' } : { kind: 'read', answer });
    };
    void readNow();
    const stop =
      again === 'never'
        ? undefined
        : useTill.subscribe((now, before) => {
            if (now.received?.state.revision !== before.received?.state.revision) void readNow();
          });
    return () => {
      left = true;
      stop?.();
    };
  }, [name, question, again]);
  return read;
}
