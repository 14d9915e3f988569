/** The keyboard's way out of the full screen, and back into it. How the till starts is a setting. */
import type { WebContents } from 'electron';

/** @param toggle F11 was pressed, as in every browser */
export function onFullScreenKey(contents: WebContents, toggle: () => void): void {
  contents.on('before-input-event', (event, { type, key, isAutoRepeat }) => {
    // What the keyboard guard took for a scan is no wish of a person's.
    if (type !== 'keyDown' || key !== 'F11' || isAutoRepeat || event.defaultPrevented) return;
    event.preventDefault();
    toggle();
  });
}
