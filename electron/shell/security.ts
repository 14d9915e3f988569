/**
 * What the shell refuses, one function for each rule, all called from here: permissions, devices, downloads, navigation,
 * new windows, webviews, and any network for the windows. The gateway has sessions of its own.
 */
import { app, Menu, session, type Session, type WebContents } from 'electron';
import { HOSTS, LOOPBACK } from '../gateway/hosts.ts';
import type { Log } from '../till/ports/world.ts';
import { BY_CHROMIUM, certificateRefusal, isFoundGood, type CertificateFacts } from './certificate.ts';
import { SCHEME } from './protocol.ts';
import { takeAwayForeign, type TakenAway } from './start-line.ts';

const HOST_RULES = 'host-resolver-rules';

/** Before the app is ready. */
export function hardenProcess(): void {
  // Chromium's sandbox cannot be had by root. Nobody runs a shop's till as root; a build machine runs its tests so.
  const isRootWithout = process.getuid?.() === 0 && app.commandLine.hasSwitch('no-sandbox');
  if (isRootWithout) console.error('Running as root: the windows have no sandbox. Start the till as an ordinary user.');
  else app.enableSandbox();
  // No menu is shown, and the standard one would bring keys that reload a page. On a Mac it has those for copy and paste.
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
  refuseNames();
  refuseClientCertificates();
  // Chromium repeats a request by itself on HTTP/2 and QUIC connections too; see gateway/http.ts.
  app.commandLine.appendSwitch('disable-http2');
  app.commandLine.appendSwitch('disable-quic');
}

/** Once the app is ready, before the first window. */
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

/** Before the app is ready, in a packed till: nobody steers it with Chromium's switches; see start-line.ts. */
export function takeAwayStartLine(): TakenAway {
  return takeAwayForeign(process.argv.slice(1), process.env, process.platform, (name) => {
    app.commandLine.removeSwitch(name);
  });
}

/**
 * No name exists but the gateway's: a page cannot say anything to anybody by asking for the address of a name. This
 * machine itself is left, for practice; the tests, from source, bring rules of their own.
 */
export function refuseNames(): void {
  if (!app.isPackaged && app.commandLine.hasSwitch(HOST_RULES)) return;
  const known = [...Object.values(HOSTS).map((host) => new URL(host).hostname), ...LOOPBACK];
  app.commandLine.appendSwitch(HOST_RULES, ['MAP * ~NOTFOUND', ...known.map((name) => `EXCLUDE ${name}`)].join(', '));
}

/** No gateway knows this machine by a certificate; without this, Electron 45 gives the system's first to whoever asks. */
export function refuseClientCertificates(): void {
  app.on('select-client-certificate', (event, _contents, _url, _certificates, answer) => {
    event.preventDefault();
    answer();
  });
}

/** Each session would fetch a dictionary from Google, past every filter of requests. */
export function refuseSpelling(any: Session): void {
  any.setSpellCheckerEnabled(false);
  // A Mac has its own dictionaries and does not know this call.
  if (process.platform !== 'darwin') any.setSpellCheckerLanguages([]);
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

/** A page that asks whether it may be left cannot keep the till from being closed. */
export function refuseUnloadQuestions(contents: WebContents, log: Log): void {
  contents.on('will-prevent-unload', (event) => {
    event.preventDefault();
    log('security.unload-question-refused');
  });
}

/**
 * The system's file dialog is a way into the machine's files and out of a till that fills the screen. Chromium has one
 * place where a dialog can be stopped for every kind of picker, and its debugging protocol, used here from main, is the
 * only way to it.
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
 * A certificate counts only when one of the world's known roots vouches for it. A root that somebody put into this
 * machine's store (a virus scanner, a company's proxy, malware) would let its owner say "paid".
 */
export function believeKnownRootsOnly(gateway: Session, onRefused: (facts: CertificateFacts) => void): void {
  // From source the tests stand in for QFPay with a key that they name on the command line.
  if (!app.isPackaged && app.commandLine.hasSwitch('ignore-certificate-errors-spki-list')) return;
  gateway.setCertificateVerifyProc(({ hostname, isIssuedByKnownRoot, verificationResult }, answer) => {
    const facts = { hostname, verificationResult };
    const refusal = certificateRefusal({ ...facts, isIssuedByKnownRoot }, errorsAreIgnored());
    if (refusal !== BY_CHROMIUM || !isFoundGood(facts)) onRefused(facts);
    answer(refusal);
  });
}

const errorsAreIgnored = (): boolean => app.commandLine.hasSwitch('ignore-certificate-errors');

/** A session that can reach one gateway and nothing else, keeps nothing, and follows no redirect. */
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
