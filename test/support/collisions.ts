/** Finds words that overlap words, controls that overlap controls or words, and controls that are cut off. */
import type { Page } from 'playwright-core';

/** One line for each such pair or control; empty when there is none. */
export function collisions(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    type Box = { left: number; top: number; right: number; bottom: number };
    type Thing = {
      readonly what: string;
      readonly node: Node;
      readonly control: Element | null;
      readonly boxes: Box[];
    };

    const dialog = [...document.querySelectorAll('dialog[open]')].at(-1);
    const scope = dialog ?? document.body;
    const found = new Set<string>();
    const viewport: Box = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    const meet = (a: Box, b: Box): Box => ({
      left: Math.max(a.left, b.left),
      top: Math.max(a.top, b.top),
      right: Math.min(a.right, b.right),
      bottom: Math.min(a.bottom, b.bottom),
    });
    const isSome = ({ left, top, right, bottom }: Box, least: number): boolean =>
      right - left > least && bottom - top > least;
    const clipping = (style: CSSStyleDeclaration): boolean =>
      style.overflowX !== 'visible' || style.overflowY !== 'visible';
    const scrolls = (style: CSSStyleDeclaration): boolean => /auto|scroll/.test(style.overflowY);

    /** The visible part of a box. */
    const seen = (box: Box, from: Element): Box => {
      let left = box;
      for (let at: Element | null = from; at !== null && at !== scope.parentElement; at = at.parentElement)
        if (clipping(getComputedStyle(at))) left = meet(left, at.getBoundingClientRect());
      return meet(left, viewport);
    };
    const isInScroller = (from: Element): boolean => {
      for (let at: Element | null = from; at !== null; at = at.parentElement)
        if (scrolls(getComputedStyle(at))) return true;
      return false;
    };

    const things: Thing[] = [];
    for (const control of scope.querySelectorAll('button, input, select, a')) {
      if (!control.checkVisibility({ visibilityProperty: true })) continue;
      const name = `[${control.getAttribute('aria-label') ?? control.textContent?.trim() ?? control.tagName}]`;
      const whole = control.getBoundingClientRect();
      // A control that covers the whole screen, as on the "paid" screen, has nothing beside it.
      if (whole.width > innerWidth - 4 && whole.height > innerHeight * 0.8) continue;
      const box = seen(whole, control.parentElement ?? control);
      const isCut = whole.height - (box.bottom - box.top) > 1.5 || whole.width - (box.right - box.left) > 1.5;
      if (isCut && !isInScroller(control)) found.add(`${name} is cut`);
      if (isSome(box, 2)) things.push({ what: name, node: control, control, boxes: [box] });
    }
    const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (text === '' || parent === null || parent.tagName === 'OPTION') continue;
      if (!parent.checkVisibility({ visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].flatMap(({ left, top, right, bottom }) => {
        // The box of a line is higher than its letters.
        const air = (bottom - top) * 0.2;
        const box = seen({ left, top: top + air, right, bottom: bottom - air }, parent);
        return isSome(box, 2) ? [box] : [];
      });
      if (boxes.length > 0)
        things.push({ what: `"${text}"`, node, control: parent.closest('button, a, select'), boxes });
    }
    things.forEach((one, index) => {
      for (const other of things.slice(index + 1)) {
        // A control's own words may overlap it.
        if (one.node.contains(other.node) || other.node.contains(one.node)) continue;
        if (one.boxes.some((a) => other.boxes.some((b) => isSome(meet(a, b), 1.5))))
          found.add(`${one.what} lies on ${other.what}`);
      }
    });
    // A control is too small if its words extend beyond it.
    for (const { what, control, boxes, node } of things) {
      if (control === null || node === control) continue;
      const edge = control.getBoundingClientRect();
      const reach = boxes.some(
        (box) => box.top < edge.top - 1.5 || box.bottom > edge.bottom + 1.5 || box.right > edge.right + 1.5,
      );
      if (reach) found.add(`${what} reaches beyond its control`);
    }
    return [...found];
  });
}
