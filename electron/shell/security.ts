/**
 * What the shell refuses, one function for each rule, all called from here: permissions, devices, downloads, navigation,
 * new windows, webviews, and any network for the windows. The gateway has sessions of its own.
 */
import { app, Menu, session, type Session, type WebContents } from 'electron';
import type { Log } from '../till/ports.ts';
import { SCHEME } from './protocol.ts';

/** Before the app is ready. */
export function hardenProcess(): void {
  // Chromium's sandbox cannot be had by root. Nobody runs a shop's till as root; a build machine runs its tests so.
  const isRootWithout = process.getuid?.() === 0 && app.commandLine.hasSwitch('no-sandbox');
  if (isRootWithout) console.error('Running as root: the windows have no sandbox. Start the till as an ordinary user.');
  else app.enableSandbox();
  // No menu is shown, and the standard one would bring keys that reload a page. On a Mac it has those for copy and paste.
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
  // Chromium repeats a request by itself on HTTP/2 and QUIC connections too; see gateway/http.ts.
  app.commandLine.appendSwitch('disable-http2');
  app.commandLine.appendSwitch('disable-quic');
}

/** Once the app is ready, before the first window. */
export async function hardenWindows(log: Log): Promise<void> {
  refuseNetwork(session.defaultSession, log);
  app.on('session-created', refusePermissions);
  refusePermissions(session.defaultSession);
  refuseDownloads(session.defaultSession, log);
  app.on('web-contents-created', (_event, contents) => {
    refuseNavigation(contents, log);
    refuseNewWindows(contents, log);
    refuseWebviews(contents, log);
    refuseDatagrams(contents);
  });
  await refuseConnections(session.defaultSession);
}

/** The windows load built files and nothing else; developer tools are part of the program when it runs from source. */
export function refuseNetwork(windows: Session, log: Log): void {
  windows.webRequest.onBeforeRequest((details, answer) => {
    const allowed = isOwnPage(details.url) || (!app.isPackaged && details.url.startsWith('devtools:'));
    if (!allowed) log('security.network-refused', { type: details.resourceType });
    answer({ cancel: !allowed });
  });
}

/**
 * Peer connections (WebRTC) pass by the content policy and by every request filter. These two together leave them no way:
 * no datagrams but through a proxy, and a proxy for all else that nobody can be. Pages from app:// need neither.
 */
export function refuseDatagrams(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

export async function refuseConnections(windows: Session): Promise<void> {
  await windows.setProxy({
    mode: 'fixed_servers',
    proxyRules: 'http://127.0.0.1:1',
    // This machine's own addresses too, which otherwise need no proxy.
    proxyBypassRules: '<-loopback>',
  });
}

export function refusePermissions(any: Session): void {
  any.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  any.setPermissionCheckHandler(() => false);
  any.setDevicePermissionHandler(() => false);
}

export function refuseDownloads(windows: Session, log: Log): void {
  windows.on('will-download', (event) => {
    event.preventDefault();
    log('security.download-refused');
  });
}

export function refuseNavigation(contents: WebContents, log: Log): void {
  const refuse = (event: { preventDefault: () => void }): void => {
    event.preventDefault();
    log('security.navigation-refused');
  };
  contents.on('will-navigate', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
}

export function refuseNewWindows(contents: WebContents, log: Log): void {
  contents.setWindowOpenHandler(() => {
    log('security.window-refused');
    return { action: 'deny' };
  });
}

export function refuseWebviews(contents: WebContents, log: Log): void {
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    log('security.webview-refused');
  });
}

/** A session that can reach one gateway and nothing else, keeps nothing, and follows no redirect. */
export function gatewaySession(name: string, host: string): Session {
  const own = session.fromPartition(name, { cache: false });
  const { origin } = new URL(host);
  own.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !URL.canParse(details.url) || new URL(details.url).origin !== origin });
  });
  return own;
}

function isOwnPage(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === `${SCHEME}:`;
}
