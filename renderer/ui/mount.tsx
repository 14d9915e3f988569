/**
 * Mounts a window's React app. A screen that throws is a bug and is logged. Main continues to take payments, so the
 * window mounts again after a second and draws the last state.
 */
import type { ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { ownFontsLoaded } from '../window/fonts.ts';
import './tokens.css';

const AGAIN_MS = 1_000;

export function mount(app: ReactNode): void {
  const place = document.getElementById('root');
  if (!place) throw new Error('The page has no place to draw in');
  const root = createRoot(place, {
    onUncaughtError: (error) => {
      console.error('A screen could not be drawn', error);
      setTimeout(() => {
        root.unmount();
        mount(app);
      }, AGAIN_MS);
    },
  });
  void draw(root, app);
}

async function draw(root: Root, app: ReactNode): Promise<void> {
  await ownFontsLoaded();
  root.render(app);
}
