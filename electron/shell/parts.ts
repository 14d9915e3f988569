/** The parts of the program, which start in order and stop in the other order. */
import type { Log } from '../till/ports/world.ts';

export type Part = {
  readonly name: string;
  /** The next part starts when this has settled. */
  start(): void | Promise<void>;
  /** Called once, also of a part that is still starting. */
  stop(): void;
};

export type Program = {
  /** Rejects as the first part that does not start. */
  start(): Promise<void>;
  /** What has started is stopped, and nothing more is started. */
  stop(): void;
};

/** @param isEnding somebody has asked for the end: nothing more is started */
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
          // The ledger is closed in order whatever ails a scanner.
          log('part.not-stopped', { part: part.name, error: String(error) });
        }
      }
    },
  };
}
