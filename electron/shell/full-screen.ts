/** The key that leaves the full screen and returns to it. A setting decides how the till starts. */
import type { WebContents } from 'electron';

/** @param toggle called when F11 is pressed, the key for this in every browser */
export function onFullScreenKey(contents: WebContents, toggle: () => void): void {
  contents.on('before-input-event', (event, { type, key, isAutoRepeat }) => {
    // An F11 that the keyboard guard took as part of a scan was not pressed by a person.
    if (type !== 'keyDown' || key !== 'F11' || isAutoRepeat || event.defaultPrevented) return;
    event.preventDefault();
    toggle();
  });
}
