/** Shows this screen's number for a moment, so that a person can tell the screens apart. */
document.body.textContent = location.hash.slice(1);
