/** How often main sends its heartbeat to the customer's window. */
export const BEAT_MS = 500;
/** After this silence the window's content may be outdated, so it shows nothing. */
export const SILENT_MS = 2_000;
