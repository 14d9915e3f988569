/** How often main tells the customer's window that it is there. */
export const BEAT_MS = 500;
/** From here on what the window shows may no longer be true, and it shows nothing. */
export const SILENT_MS = 2_000;
