/** Shows the number of the screen this window was put on, for a moment, so that a person can tell the screens apart. */
document.body.textContent = location.hash.slice(1);
