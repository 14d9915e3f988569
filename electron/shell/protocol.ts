/**
 * app://, the only place the windows load from: a closed list of the files that were built, read once. A path that is not
 * on the list does not exist, whatever it looks like; no path is ever put together from a request.
 */
import { protocol } from 'electron';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export const SCHEME = 'app';

/** Each page has an origin of its own, by which the door tells who calls. */
const PAGES = ['cashier', 'customer', 'identify'] as const;
export type Page = (typeof PAGES)[number];
export const pageUrl = (page: Page): string => `${SCHEME}://${page}/${page}/index.html`;

/** On every answer, also on a refusal. */
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
  // Without 'allow-modals' a page cannot open the system's print dialog, nor ask before it is left. Forms are sent nowhere.
  // Without 'allow-same-origin' it has no storage of any kind, with which it could fill the disk: Electron sets no limit.
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

/** Before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    // With the code cache a start does not compile again what the last one has. A sandboxed page asks for its own scripts
    // and fonts as a stranger does.
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true, corsEnabled: true } },
  ]);
}

/** Once the app is ready. @param folder the built renderers */
export function serveBuiltFiles(folder: string): void {
  let files: ReadonlyMap<string, string> | null = null;
  protocol.handle(SCHEME, (request) => {
    // At the first request, while the windows' own processes start, and not before there is a window.
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

/** A page is there under its own origin only; scripts, styles and fonts are shared. */
function isForHost(host: string, pathname: string): boolean {
  return PAGES.some((page) => page === host) && (extname(pathname) !== '.html' || pathname === `/${host}/index.html`);
}

/**
 * No Cross-Origin-Opener-Policy: no page opens another or is opened by one, and with it each window would start a second
 * process to get away from the empty page of its first.
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
