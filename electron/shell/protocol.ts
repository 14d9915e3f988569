/**
 * app://, the only source of the windows' pages: a closed list of the built files, read once. A path that is not on the
 * list does not exist, whatever it looks like. No file path is ever built from a request.
 */
import { protocol } from 'electron';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export const SCHEME = 'app';

/** Each page has its own origin, by which the door knows who calls. */
const PAGES = ['cashier', 'customer', 'identify'] as const;
export type Page = (typeof PAGES)[number];
export const pageUrl = (page: Page): string => `${SCHEME}://${page}/${page}/index.html`;

/** Sent with every answer, also with a refusal. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // Without 'allow-modals' a page cannot open the print dialog or ask before it is left. Forms are sent nowhere.
  // Without 'allow-same-origin' a page has no storage, with which it could fill the disk: Electron sets no limit.
  'sandbox allow-scripts allow-forms',
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Call this before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    // With the code cache a start does not compile scripts again. A sandboxed page fetches its own scripts and fonts
    // cross-origin, so CORS is on.
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true, corsEnabled: true } },
  ]);
}

/** Call this once the app is ready. @param folder the built renderers */
export function serveBuiltFiles(folder: string): void {
  let files: ReadonlyMap<string, string> | null = null;
  protocol.handle(SCHEME, (request) => {
    // Read at the first request, while the windows' processes start, so that it does not delay the first window.
    files ??= closedList(folder);
    const { host, pathname } = new URL(request.url);
    const file = files.get(pathname);
    const type = TYPES[extname(pathname)];
    if (request.method !== 'GET' || file === undefined || type === undefined || !isForHost(host, pathname)) {
      return new Response('Not found', { status: 404, headers: headersOf('text/plain; charset=utf-8') });
    }
    return new Response(new Uint8Array(readFileSync(file)), { headers: headersOf(type) });
  });
}

/** A page exists under its own origin only; scripts, styles and fonts are shared. */
function isForHost(host: string, pathname: string): boolean {
  return PAGES.some((page) => page === host) && (extname(pathname) !== '.html' || pathname === `/${host}/index.html`);
}

/**
 * Sends no Cross-Origin-Opener-Policy: no page opens another or is opened by one. With it each window would start a
 * second process, to separate the page from the empty page before it.
 */
const headersOf = (type: string): Readonly<Record<string, string>> => ({
  'Content-Type': type,
  'Content-Security-Policy': CONTENT_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Access-Control-Allow-Origin': 'null',
});

function closedList(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [`/${relative(folder, path).split(sep).join('/')}`, path];
    }),
  );
}
