/**
 * Tells main when keys are meant for a text field, so that main does not hold them back as a possible scan. A focused
 * field that disappears sends no event, so this also watches changes of the page.
 */
import { cashierBridge } from '../../window/bridge.ts';

const TEXT_TYPES = new Set(['text', 'password', 'number', 'url', 'search']);

/**
 * The field for a customer's code does not count: a label from a keyboard scanner must reach the till whole, not be
 * added to digits already in the field.
 */
function isTextField(element: Element | null): boolean {
  return element instanceof HTMLInputElement && TEXT_TYPES.has(element.type) && element.dataset['code'] === undefined;
}

export function tellTyping(): void {
  let told = false;
  const look = (): void => {
    const on = isTextField(document.activeElement);
    if (on === told) return;
    told = on;
    cashierBridge()
      .typing({ on })
      .catch((error: unknown) => console.error('Main did not hear about the text field', error));
  };
  document.addEventListener('focusin', look);
  // During focusout, nothing has the focus yet.
  document.addEventListener('focusout', () => queueMicrotask(look));
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}
