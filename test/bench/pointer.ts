/**
 * A finger: taps that come from the X server, like those of a touch screen or a mouse, and not from inside the browser.
 */
import { spawn } from 'node:child_process';

export type Pointer = {
  moveTo(place: Place): void;
  tap(): void;
  /** Taps the same place again and again. Returns a function that stops it. */
  drum(everyMs: number): () => void;
  /** Turns the wheel downwards again and again. Returns a function that stops it. */
  scroll(everyMs: number): () => void;
  close(): Promise<void>;
};

export type Place = { readonly x: number; readonly y: number };

export function openPointer(display: string): Pointer {
  // One process for all taps: starting a process per tap would take as long as the measured times.
  const xdotool = spawn('xdotool', ['-'], {
    env: { ...process.env, DISPLAY: display },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((end) => xdotool.once('exit', () => end()));
  // Ignore taps after the screen has ended; the code that waits for a tap's effect notices a missed tap.
  xdotool.stdin.on('error', () => undefined);
  const perform = (command: string): void => {
    xdotool.stdin.write(`${command}\n`);
  };
  const again = (command: string, everyMs: number): (() => void) => {
    const timer = setInterval(() => perform(command), everyMs);
    return () => clearInterval(timer);
  };
  return {
    moveTo: ({ x, y }) => perform(`mousemove ${Math.round(x)} ${Math.round(y)}`),
    tap: () => perform('click 1'),
    drum: (everyMs) => again('click 1', everyMs),
    scroll: (everyMs) => again('click 5', everyMs),
    async close() {
      xdotool.stdin.end();
      await ended;
    },
  };
}
