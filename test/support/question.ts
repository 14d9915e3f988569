/** Answers a question of the main process in a real system dialog, with a click on its button. */
import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';

/** @param display of the X server @param title of the dialog, which is its question */
export async function answerQuestion(display: string, title: string, answer: 'yes' | 'no'): Promise<void> {
  const xdotool = (...args: readonly string[]): string =>
    execFileSync('xdotool', [...args], { env: { ...process.env, DISPLAY: display }, encoding: 'utf8' });
  const ids = (): readonly string[] => {
    try {
      return xdotool('search', '--onlyvisible', '--name', `^${title.replaceAll('?', '\\?')}$`)
        .split('\n')
        .filter(Boolean);
    } catch {
      // xdotool fails when it finds no window.
      return [];
    }
  };
  await expect.poll(ids, { timeout: 20_000 }).toHaveLength(1);
  const [id = ''] = ids();
  const tapOn = (): void => {
    const shape = xdotool('getwindowgeometry', '--shell', id);
    const of = (name: string): number => Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(shape)?.[1]);
    const across = answer === 'yes' ? 0.75 : 0.25;
    const [x, y] = [of('X') + of('WIDTH') * across, of('Y') + of('HEIGHT') - 20];
    xdotool('mousemove', String(Math.round(x)), String(Math.round(y)), 'click', '1');
  };
  // The dialog may not have its final size yet, so a click that misses is repeated.
  await expect
    .poll(
      () => {
        try {
          if (ids().includes(id)) tapOn();
        } catch {
          // The dialog closed between the search and the click.
        }
        return ids();
      },
      { timeout: 20_000, interval: 500 },
    )
    .not.toContain(id);
}
