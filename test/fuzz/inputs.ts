/** Makes and runs inputs by index. The same seed and index always make the same input, alone or after others. */
import { createDice } from '../support/dice.ts';
import type { Target } from './target.ts';
import { answersByGrammar } from './targets/answers-by-grammar.ts';
import { credentialsFiles } from './targets/credentials-files.ts';
import { exports } from './targets/exports.ts';
import { gatewayAnswers } from './targets/gateway-answers.ts';
import { labels } from './targets/labels.ts';
import { ledgerByGrammar } from './targets/ledger-by-grammar.ts';
import { ledgerFiles } from './targets/ledger-files.ts';
import { messages } from './targets/messages.ts';
import { paymentMachine } from './targets/payment-machine.ts';
import { rawAnswers } from './targets/raw-answers.ts';
import { settingsByGrammar } from './targets/settings-by-grammar.ts';
import { settingsFiles } from './targets/settings-files.ts';

export type Inputs = {
  readonly targets: readonly Target[];
  /** @returns one line on what went wrong, or null */
  run(index: number): Promise<string | null>;
  targetOf(index: number): Target;
  close(): Promise<void>;
};

const SHARES = 10_000;

/** @param scratch a folder for the files of inputs; the caller removes it */
export function openInputs(seed: number, scratch: string): Inputs {
  const targets = [
    gatewayAnswers(),
    answersByGrammar(),
    paymentMachine(),
    messages(scratch),
    settingsFiles(scratch),
    credentialsFiles(scratch),
    labels(),
    exports(),
    ledgerFiles(scratch),
    settingsByGrammar(scratch),
    ledgerByGrammar(scratch),
    rawAnswers(),
  ];
  const byShare = targets.flatMap((target) => Array.from({ length: target.share }, () => target));
  if (byShare.length !== SHARES) throw new Error(`The targets' shares are ${byShare.length} and not ${SHARES}`);
  const begin = (index: number) => {
    const dice = createDice(seed, index);
    return { dice, target: dice.pick(byShare) };
  };
  return {
    targets,
    targetOf: (index) => begin(index).target,
    async run(index) {
      const { dice, target } = begin(index);
      try {
        const wrong = await target.run(dice);
        return wrong === null ? null : `${target.name}: ${wrong}`;
      } catch (error) {
        return `${target.name} threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
      }
    },
    async close() {
      for (const target of targets) await target.close?.();
    },
  };
}
