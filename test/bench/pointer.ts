/** A finger: taps that come from the X server, as a touch screen's or a mouse's do, and not from inside the browser. */
import { spawn } from 'node:child_process';

export type Pointer = {
  moveTo(place: Place): void;
  tap(): void;
  /** Taps the same place again and again until the function that is returned is called. */
  drum(everyMs: number): () => void;
  close(): Promise<void>;
};

export type Place = { readonly x: number; readonly y: number };

export function openPointer(display: string): Pointer {
  // One process for all taps: starting one for each would take as long as what is measured.
  const xdotool = spawn('xdotool', ['-'], {
    env: { ...process.env, DISPLAY: display },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((end) => xdotool.once('exit', () => end()));
  // Taps after the end of its screen go nowhere; a tap that was missed is told by who waits for what it does.
  xdotool.stdin.on('error', () => undefined);
  const perform = (command: string): void => {
    xdotool.stdin.write(`${command}\n`);
  };
  return {
    moveTo: ({ x, y }) => perform(`mousemove ${Math.round(x)} ${Math.round(y)}`),
    tap: () => perform('click 1'),
    drum(everyMs) {
      const timer = setInterval(() => perform('click 1'), everyMs);
      return () => clearInterval(timer);
    },
    async close() {
      xdotool.stdin.end();
      await ended;
    },
  };
}
