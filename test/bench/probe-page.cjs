/**
 * Runs in both windows beside their own preload, and reports what a person would see: when something appears on the
 * page, when it is painted, and when the page gets a real click. It never changes the till's page.
 */
const { ipcRenderer } = require('electron');

/** The marks to look for in the till's pages. `paid` is the same word in both windows, with different markup. */
const MARKS = {
  keypad: 'main[data-screen="keypad"]',
  keyed: 'main[data-screen="keypad"] [data-empty="false"]',
  qr: 'main[data-screen="qr"] canvas[data-module-px]',
  paid: 'main[data-word="paid"], [data-result="paid"]',
};
const ATTRIBUTES = ['data-screen', 'data-word', 'data-result', 'data-empty', 'data-module-px'];

/** Each of the till's pages has its own origin; each of the floor's has a name after the #. */
const own = location.host === '' ? location.hash.slice(1) : location.host;
const now = () => performance.timeOrigin + performance.now();

/** @param {string} what @param {object} [facts] */
const say = (what, facts) => ipcRenderer.send('bench', { window: own, what, at: now(), ...facts });

/**
 * Calls `then` in the second frame, which begins after the first, with the change, is painted. @param {() => void} then
 */
const whenPainted = (then) => requestAnimationFrame(() => requestAnimationFrame(then));

/** @type {Set<string>} */
const standing = new Set();

function look() {
  for (const [mark, selector] of Object.entries(MARKS)) {
    const stands = document.querySelector(selector) !== null;
    if (stands === standing.has(mark)) continue;
    if (!stands) {
      standing.delete(mark);
      continue;
    }
    standing.add(mark);
    const stoodAt = now();
    whenPainted(() => say(mark, { stoodAt }));
  }
}

new MutationObserver(look).observe(document, {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ATTRIBUTES,
});
document.addEventListener('DOMContentLoaded', () => whenPainted(() => say('shown')));

// Use the time of the tap itself, so that the time until the page handles the tap counts too.
const heard = (/** @type {MouseEvent} */ event) => say('click', { tappedAt: performance.timeOrigin + event.timeStamp });
document.addEventListener('click', (event) => event.isTrusted && heard(event), { capture: true });

/** @param {number} count */
function frames(count) {
  /** @type {number[]} */
  const at = [];
  const next = (/** @type {number} */ time) => {
    at.push(time);
    if (at.length <= count) requestAnimationFrame(next);
    else say('frames', { ms: at.slice(1).map((end, index) => end - (at[index] ?? end)) });
  };
  requestAnimationFrame(next);
}

/** The place on the desktop of the button with this text or function key. @param {string} name */
function whereIs(name) {
  const buttons = [...document.querySelectorAll('button')];
  const found = buttons.find((one) => one.textContent === name || one.getAttribute('aria-keyshortcuts') === name);
  const box = found?.getBoundingClientRect();
  const middle = box && { x: screenX + box.x + box.width / 2, y: screenY + box.y + box.height / 2 };
  say('where', { name, ...middle });
}

ipcRenderer.on('bench-do', (_event, command) => {
  switch (command.do) {
    case 'clock':
      return say('clock');
    case 'frames':
      return frames(command.count);
    case 'where':
      return whereIs(command.name);
    case 'told':
      // The floor's page is empty; one new word is the least that it can paint.
      document.body.textContent = `told ${now()}`;
      return whenPainted(() => say('told'));
  }
});
