/**
 * Finds what cannot be read on a screen: text that is cut off, is outside the window or needs sideways scrolling, a
 * number in two parts, a screen's name in two lines.
 */
import type { Page } from 'playwright-core';

/** One line for each text or box that does not fit; empty when all of it can be read. */
export function misfits(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const slack = 1.5;
    const nameOf = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${element.getAttribute('class')?.split(' ')[0] ?? ''}`;
    const scrolls = (value: string): boolean => value === 'auto' || value === 'scroll';
    const cuts = (value: string): boolean => value === 'hidden' || value === 'clip';

    for (const element of [document.documentElement, ...document.querySelectorAll('*')]) {
      const style = getComputedStyle(element);
      const wider = element.scrollWidth - element.clientWidth;
      if (wider > slack && scrolls(style.overflowX)) found.add(`${nameOf(element)} scrolls sideways by ${wider}`);
    }
    if (document.documentElement.scrollWidth > innerWidth + slack) found.add('the page scrolls sideways');

    for (const title of document.querySelectorAll('header h1')) {
      const range = document.createRange();
      range.selectNodeContents(title);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (lines.size > 1) found.add(`the screen's name, "${title.textContent}", stands in ${lines.size} lines`);
    }

    /** Whether an element is only for screen readers, drawn into a single pixel. */
    const isForReaders = (element: Element): boolean => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        if (at.clientWidth <= 1 && at.clientHeight <= 1 && cuts(getComputedStyle(at).overflowX)) return true;
      }
      return false;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const parent = node.parentElement;
      if (text === '' || parent === null || !parent.checkVisibility({ visibilityProperty: true })) continue;
      if (parent.tagName === 'OPTION' || isForReaders(parent)) continue;
      const range = document.createRange();
      const number = /\w\w-\w{6}-\d{6}-\w\w/.exec(node.textContent ?? '');
      if (number !== null) {
        range.setStart(node, number.index);
        range.setEnd(node, number.index + number[0].length);
        if (range.getClientRects().length > 1) found.add(`the number in "${text}" is broken in two`);
      }
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      let reached = false;
      for (let at: Element | null = parent; at !== null && !reached; at = at.parentElement) {
        const style = getComputedStyle(at);
        const edge = at.getBoundingClientRect();
        const isWider = box.left < edge.left - slack || box.right > edge.right + slack;
        const isHigher = box.top < edge.top - slack || box.bottom > edge.bottom + slack;
        // An ellipsis shows that there is more text.
        if (isWider && cuts(style.overflowX) && style.textOverflow !== 'ellipsis')
          found.add(`"${text}" is cut off at the side by ${nameOf(at)}`);
        if (isHigher && cuts(style.overflowY) && style.webkitLineClamp === 'none')
          found.add(`"${text}" is cut off above or below by ${nameOf(at)}`);
        // Text that is cut after some lines ends in an ellipsis too, and vertical scrolling can reveal text.
        reached = scrolls(style.overflowY);
      }
      if (box.left < -slack || box.right > innerWidth + slack) found.add(`"${text}" lies beside the window`);
      if (!reached && (box.top < -slack || box.bottom > innerHeight + slack))
        found.add(`"${text}" lies outside the window`);
    }
    return [...found];
  });
}
