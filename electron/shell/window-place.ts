/** Compares where a window is with where it belongs. */
import type { BrowserWindow, Rectangle } from 'electron';

export type WindowPlace = { readonly bounds: Rectangle; readonly fullscreen: boolean };

/**
 * Whether the window is in its place. A window that filled its screen must still fill it. A window that a person has
 * moved stays where it is as long as all of it is visible.
 */
export function isThere(window: BrowserWindow, place: WindowPlace, placed: WindowPlace | null): boolean {
  const bounds = window.getBounds();
  if (place.fullscreen || window.isFullScreen())
    return place.fullscreen === window.isFullScreen() && isSame(bounds, place.bounds);
  const filled = window.isMaximized() || (placed !== null && isSame(bounds, placed.bounds));
  return filled ? isSame(bounds, place.bounds) : isWithin(bounds, place.bounds);
}

export function move(window: BrowserWindow, { bounds, fullscreen }: WindowPlace): void {
  if (window.isMaximized()) window.unmaximize();
  if (window.isFullScreen()) window.setFullScreen(false);
  window.setBounds(bounds);
  if (fullscreen) window.setFullScreen(true);
}

/** Without a window manager Chromium makes a window one pixel too small for its screen; if maximised, some more. */
const NEARLY_PX = 16;

function isSame(a: Rectangle, b: Rectangle): boolean {
  return [a.x - b.x, a.y - b.y, a.width - b.width, a.height - b.height].every((off) => Math.abs(off) <= NEARLY_PX);
}

function isWithin(inner: Rectangle, outer: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
