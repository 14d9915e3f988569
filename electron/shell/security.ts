/**
 * What the shell refuses, one function for each rule, all called from here: permissions, devices, downloads,
 * navigation, new windows, webviews, and any network for the windows. The gateway has its own sessions.
 */
import { app, Menu, session, type Session, type WebContents } from 'electron';
import { HOSTS, LOOPBACK } from '../gateway/hosts.ts';
import type { Log } from '../till/ports/world.ts';
import { BY_CHROMIUM, certificateRefusal, isFoundGood, type CertificateFacts } from './certificate.ts';
import { SCHEME } from './protocol.ts';
import { takeAwayForeign, type TakenAway } from './start-line.ts';

const HOST_RULES = 'host-resolver-rules';

/** Call this before the app is ready. */
export function hardenProcess(): void {
  // Chromium's sandbox does not work for root. No shop's till runs as root, but tests on a build machine do.
  const isRootWithout = process.getuid?.() === 0 && app.commandLine.hasSwitch('no-sandbox');
  if (isRootWithout) console.error('Running as root: the windows have no sandbox. Start the till as an ordinary user.');
  else app.enableSandbox();
  // No menu: the standard one has keys that reload a page. A Mac keeps it for its copy and paste keys.
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
  refuseNames();
  refuseClientCertificates();
  // Chromium also repeats requests by itself on HTTP/2 and QUIC connections; see gateway/http.ts.
  app.commandLine.appendSwitch('disable-http2');
  app.commandLine.appendSwitch('disable-quic');
}

/** Call this once the app is ready, before the first window. */
export async function hardenWindows(log: Log): Promise<void> {
  refuseNetwork(session.defaultSession, log);
  for (const refuse of [refusePermissions, refuseSpelling]) {
    app.on('session-created', refuse);
    refuse(session.defaultSession);
  }
  refuseDownloads(session.defaultSession, log);
  app.on('web-contents-created', (_event, contents) => {
    refuseNavigation(contents, log);
    refuseNewWindows(contents, log);
    refuseWebviews(contents, log);
    refuseUnloadQuestions(contents, log);
    refusePickers(contents, log);
    refuseDatagrams(contents);
  });
  await refuseConnections(session.defaultSession);
}

/** Call this before the app is ready, in a packed till: Chromium's switches must not control it; see start-line.ts. */
export function takeAwayStartLine(): TakenAway {
  return takeAwayForeign(process.argv.slice(1), process.env, process.platform, (name) => {
    app.commandLine.removeSwitch(name);
  });
}

/**
 * Resolves no name but the gateway's, so that a page cannot send data by asking for a name's address. This machine
 * itself stays reachable for training. Tests, from source, set their own rules.
 */
export function refuseNames(): void {
  if (!app.isPackaged && app.commandLine.hasSwitch(HOST_RULES)) return;
  const known = [...Object.values(HOSTS).map((host) => new URL(host).hostname), ...LOOPBACK];
  app.commandLine.appendSwitch(HOST_RULES, ['MAP * ~NOTFOUND', ...known.map((name) => `EXCLUDE ${name}`)].join(', '));
}

/** No gateway identifies this machine by a certificate. By default Electron 45 sends the first one to any server. */
export function refuseClientCertificates(): void {
  app.on('select-client-certificate', (event, _contents, _url, _certificates, answer) => {
    event.preventDefault();
    answer();
  });
}

/** Each session would fetch a dictionary from Google, past every request filter. */
export function refuseSpelling(any: Session): void {
  any.setSpellCheckerEnabled(false);
  // A Mac has its own dictionaries and does not support this call.
  if (process.platform !== 'darwin') any.setSpellCheckerLanguages([]);
}

/** The windows load built files only. When the program runs from source, developer tools are allowed too. */
export function refuseNetwork(windows: Session, log: Log): void {
  windows.webRequest.onBeforeRequest((details, answer) => {
    const allowed = isOwnPage(details.url) || (!app.isPackaged && details.url.startsWith('devtools:'));
    if (!allowed) log('security.network-refused', { type: details.resourceType });
    answer({ cancel: !allowed });
  });
}

/**
 * Peer connections (WebRTC) bypass the content policy and every request filter. These two functions leave them no way:
 * datagrams go only through a proxy, and the only proxy for the rest does not exist. Pages from app:// need neither.
 */
export function refuseDatagrams(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

export async function refuseConnections(windows: Session): Promise<void> {
  await windows.setProxy({
    mode: 'fixed_servers',
    proxyRules: 'http://127.0.0.1:1',
    // Includes this machine's own addresses, which otherwise bypass a proxy.
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

/** A page that asks before it is left must not keep the till from closing. */
export function refuseUnloadQuestions(contents: WebContents, log: Log): void {
  contents.on('will-prevent-unload', (event) => {
    event.preventDefault();
    log('security.unload-question-refused');
  });
}

/**
 * The system's file dialog gives access to the machine's files, and a way out of a till that fills the screen. Chromium
 * can stop every kind of picker in one place only, and only its debugging protocol, used here by main, reaches it.
 */
export function refusePickers(contents: WebContents, log: Log): void {
  const refuse = async (): Promise<void> => {
    contents.debugger.attach('1.3');
    contents.debugger.on('message', (_event, method) => {
      if (method === 'Page.fileChooserOpened') log('security.picker-refused');
    });
    await contents.debugger.sendCommand('Page.enable');
    await contents.debugger.sendCommand('Page.setInterceptFileChooserDialog', { enabled: true });
  };
  refuse().catch((error: unknown) => {
    if (!contents.isDestroyed()) log('security.pickers-not-refused', { error: String(error) });
  });
}

/**
 * Trusts a certificate only if one of the world's known roots signed it. The owner of a root that was added to this
 * machine (by a virus scanner, a company's proxy, malware) could otherwise answer "paid".
 */
export function believeKnownRootsOnly(gateway: Session, onRefused: (facts: CertificateFacts) => void): void {
  // From source, the tests replace QFPay with a key that they name on the command line.
  if (!app.isPackaged && app.commandLine.hasSwitch('ignore-certificate-errors-spki-list')) return;
  gateway.setCertificateVerifyProc(({ hostname, isIssuedByKnownRoot, verificationResult }, answer) => {
    const facts = { hostname, verificationResult };
    const refusal = certificateRefusal({ ...facts, isIssuedByKnownRoot }, errorsAreIgnored());
    if (refusal !== BY_CHROMIUM || !isFoundGood(facts)) onRefused(facts);
    answer(refusal);
  });
}

const errorsAreIgnored = (): boolean => app.commandLine.hasSwitch('ignore-certificate-errors');

/** A session that can reach one gateway only, stores nothing, and follows no redirect to another host. */
export function gatewaySession(
  name: string,
  host: string,
  onCertificateRefused: (facts: CertificateFacts) => void,
): Session {
  const own = session.fromPartition(name, { cache: false });
  believeKnownRootsOnly(own, onCertificateRefused);
  const { origin } = new URL(host);
  own.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !URL.canParse(details.url) || new URL(details.url).origin !== origin });
  });
  return own;
}

function isOwnPage(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === `${SCHEME}:`;
}
