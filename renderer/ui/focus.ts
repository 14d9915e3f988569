/** Use as a field's ref: the person can type at once, without tapping the field first. */
export function focusAtOnce(element: HTMLElement | null): void {
  element?.focus();
}
