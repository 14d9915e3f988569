/**
 * Draws a window and keeps it drawn: a screen that throws is a bug, and it is logged as one, but main goes on taking
 * payments meanwhile, so the window comes back from the last state after a moment.
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
