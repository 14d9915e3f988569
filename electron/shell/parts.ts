/** The parts of the program. They start in order and stop in reverse order. */
import type { Log } from '../till/ports/world.ts';

export type Part = {
  readonly name: string;
  /** The next part starts when this has resolved. */
  start(): void | Promise<void>;
  /** Called once, even for a part that is still starting. */
  stop(): void;
};

export type Program = {
  /** Rejects with the error of the first part that does not start. */
  start(): Promise<void>;
  /** Stops the parts that have started, and starts no more. */
  stop(): void;
};

/** @param isEnding the end was asked for: no more parts are started */
export function createProgram(parts: readonly Part[], isEnding: () => boolean, log: Log): Program {
  const started: Part[] = [];
  let isStopped = false;
  return {
    async start() {
      for (const part of parts) {
        if (isStopped || isEnding()) return;
        started.push(part);
        await part.start();
      }
    },
    stop() {
      isStopped = true;
      for (const part of started.splice(0).toReversed()) {
        try {
          part.stop();
        } catch (error) {
          // One part that fails to stop, such as the scanner, must not keep the ledger from closing.
          log('part.not-stopped', { part: part.name, error: String(error) });
        }
      }
    },
  };
}
