/**
 * Hooks that ask main and hold the answer. A screen ignores an answer that arrives after it was left or has asked
 * something else.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AnswerOf, ArgumentOf, CommandName } from '../../../shared/contract/contract.ts';
import { ask } from './ask.ts';
import { useTill } from './store.ts';

type Name = CommandName<'cashier'>;

export type Asking<Answer> = {
  readonly asking: boolean;
  /** The last answer; null before the first one, and when there was none, which `ask` itself reports. */
  readonly answer: Answer | null;
  /** Waits for a question and shows its answer. @returns the answer, also after the screen was left */
  readonly put: (question: Promise<Answer | null>) => Promise<Answer | null>;
  /** Clears the answer; a running question continues. */
  readonly forget: () => void;
};

/** For questions that start with a tap. The old answer stays until the next one arrives or `forget` clears it. */
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
 * For data that a screen loads by itself. The old answer stays until the answer to a new argument arrives.
 *
 * @param argument undefined while there is nothing to ask
 * @param again whether to ask again whenever any payment may have changed
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
