/**
 * Tells main when keys are meant for a text field, so that they are not held back as a possible scan. A field that
 * disappears with the focus in it sends no event of its own, so changes of the page are watched too.
 */
import { cashierBridge } from '../../window/bridge.ts';

const TEXT_TYPES = new Set(['text', 'password', 'number', 'url', 'search']);

/**
 * The field for a customer's code is none of them: a label that a scanner types goes to the till whole, and not behind the
 * digits that stand there.
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
  // At focusout the focus has not arrived anywhere yet.
  document.addEventListener('focusout', () => queueMicrotask(look));
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}
