/** As a field's ref: what is typed next is for it, and a finger need not say so first. */
export function focusAtOnce(element: HTMLElement | null): void {
  element?.focus();
}
