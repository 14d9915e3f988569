/**
 * The composition root: builds the parts, starts them in order, stops them in order. What the parts do is theirs.
 */
import { app, BrowserWindow, dialog, screen, shell } from 'electron';
import { randomUUID } from 'node:crypto';
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catchBugs } from './files/bugs.ts';
import { openKeyedHash } from './vault/code-key.ts';
import { createCommands } from './commands/commands.ts';
import { createCounter } from './counter/counter.ts';
import { openLog } from './files/log.ts';
import { machineMark } from './files/machine.ts';
import { openScanner } from './scanner/open-scanner.ts';
import { nodeHid } from './scanner/device.ts';
import { cleanLabel } from './scanner/label.ts';
import { createLamp } from './scanner/lamp.ts';
import { readCodeBehind, refusalOf } from './scanner/read-code.ts';
import { paceOf } from './scanner/scanner-pace.ts';
import { createScannerTrials } from './scanner/scanner-trial.ts';
import { openSecrets } from './vault/credentials.ts';
import { loadSettings, saveSettings } from './files/settings-file.ts';
import { stayAwake } from './shell/awake.ts';
import { customerScreenLamp } from './shell/customer-place.ts';
import { identifyDisplays, listDisplays, onDisplaysChanged, placeForCustomer } from './shell/displays.ts';
import { onFullScreenKey } from './shell/full-screen.ts';
import { canBeChanged, changedFiles, LIBRARY_HASHES, readPlain, type Hashes } from './shell/installed-files.ts';
import { openDoor, tell } from './shell/ipc.ts';
import { createKeyboardGuard } from './shell/keyboard-guard.ts';
import { osKeystore } from './shell/keystore.ts';
import { registerScheme, serveBuiltFiles } from './shell/protocol.ts';
import { CASHIER_SCHEMAS } from './shell/schemas.ts';
import { CASHIER_PACES, createPacer } from './shell/paces.ts';
import { createAskPerson } from './shell/question-dialog.ts';
import { isOfClock, type CertificateFacts } from './shell/certificate.ts';
import { gatewaySession, hardenProcess, hardenWindows, takeAwayStartLine } from './shell/security.ts';
import { openWindow } from './shell/windows.ts';
import { REFUND_OUTCOMES } from './simulator/refund-scenarios.ts';
import { OUTCOMES } from './simulator/scenarios.ts';
import { readSourceVariables } from './counter/test-gateway.ts';
import { BEAT_MS } from '../shared/contract/heartbeat.ts';
import type { Clock, Log, Random, Timers } from './till/ports/world.ts';
import { startTrainingGateway } from './counter/training-gateway.ts';

const clock: Clock = { mono: () => performance.now(), wall: () => Date.now() };
const timers: Timers = {
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
const random: Random = { fraction: Math.random, id: randomUUID };

const takenAway = app.isPackaged ? takeAwayStartLine() : [];
hardenProcess();
registerScheme();

const variables = readSourceVariables(process.env, app.isPackaged);
if (variables.kind === 'wrong') {
  console.error(variables.words);
  app.exit(2);
} else if (app.requestSingleInstanceLock() || !canWrite(app.getPath('userData'))) {
  // The lock is a file: in a folder that cannot be written nobody gets it. The till opens then to say so, and since its
  // ledger cannot be written either it takes no payment.
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      // Without its parts there is no till to go on with.
      console.error(error);
      app.exit(1);
    });
} else {
  console.error('Harbour Till is already open on this machine; its window was brought to the front.');
  app.exit(0);
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** A folder of the person's documents, or of the till where the system knows none, as where a cloud drive was unlinked. */
function exportFolder(folder: string): string {
  try {
    return join(app.getPath('documents'), 'Harbour Till');
  } catch {
    return join(folder, 'exports');
  }
}

/** A till whose program is not what was packed does not start: nobody knows what it would say about money. */
function lookAtFiles(log: Log): void {
  const hashes = JSON.parse(readFileSync(join(app.getAppPath(), LIBRARY_HASHES), 'utf8')) as Hashes;
  const changed = changedFiles(process.resourcesPath, hashes, process.platform, readPlain);
  if (canBeChanged(process.resourcesPath)) log('install.can-be-changed', { folder: process.resourcesPath });
  if (changed.length === 0) return;
  log('install.changed', { files: changed.join(' ') });
  const words = `These files are not as they were installed; install Harbour Till again:\n${changed.join('\n')}`;
  // There is no till that this box could stop.
  dialog.showErrorBox('Harbour Till', words);
  throw new Error(words);
}

async function start(): Promise<void> {
  const folder = app.getPath('userData');
  const log = openLog(join(folder, 'logs'), !app.isPackaged);
  const runtime = `Electron ${process.versions.electron}`;
  if (app.isPackaged) lookAtFiles(log);
  log('till.starting', { version: app.getVersion(), runtime, packaged: app.isPackaged });
  const hardened = hardenWindows(log);
  serveBuiltFiles(join(app.getAppPath(), 'out', 'renderer'));

  const settingsPath = join(folder, 'settings.json');
  const loaded = loadSettings(settingsPath, clock.wall());
  let { settings } = loaded;
  let mustBeLookedAt = loaded.mustBeLookedAt;
  const secrets = openSecrets(join(folder, 'credentials.json'), osKeystore);

  const readCode = readCodeBehind(() => settings.scannerPrefix);
  let refusedBefore = '';
  const onCertificateRefused = (facts: CertificateFacts): void => {
    const said = Object.values(facts).join(' ');
    // Every enquiry meets it: the log would hold nothing else.
    if (said !== refusedBefore) log('security.certificate-refused', facts);
    refusedBefore = said;
    counter.addNotice({ kind: isOfClock(facts) ? 'certificate-clock' : 'certificate-refused' });
  };
  const keyedHash = openKeyedHash(join(folder, 'code.key'));
  const counter = createCounter({
    folder,
    machine: machineMark(),
    secrets,
    clock,
    timers,
    random,
    log,
    readCode,
    keyedHash,
    fetches: (host) => {
      // Payments have connections of their own, so that none is ever sent over one that enquiries have used.
      const pay = gatewaySession('gateway-pay', host, onCertificateRefused);
      const ask = gatewaySession('gateway-ask', host, onCertificateRefused);
      return { payFetch: (url, init) => pay.fetch(url, init), askFetch: (url, init) => ask.fetch(url, init) };
    },
    startSimulator: () => startTrainingGateway(folder, log),
    testGateway: variables.kind === 'gateway' ? variables.gateway : null,
    ledgerJobs: join(app.getAppPath(), 'out', 'main', 'ledger-worker.cjs'),
    settings: () => settings,
    lostSettings: () => (mustBeLookedAt ? { keptAs: loaded.damage?.keptAs ?? null } : null),
    onChange: () => {
      showSoon();
    },
  });

  catchBugs(process, log, () => {
    counter.addNotice({ kind: 'bug' });
  });

  let isQuitting = false;
  let isStopped = false;
  let isShowing = false;
  /** Several changes in one turn are told once. */
  const showSoon = (): void => {
    if (isShowing || isQuitting) return;
    isShowing = true;
    queueMicrotask(() => {
      isShowing = false;
      tell('cashier', 'state', cashier.contents(), counter.cashierState());
      tell('customer', 'state', customer.contents(), counter.customerState());
    });
  };

  const guard = createKeyboardGuard({
    mono: clock.mono,
    pace: () => paceOf(settings.scanner),
    onReport: (report) => {
      lamp.keyboardHeard();
      if (report.kind === 'scan') {
        const label = cleanLabel(report.label);
        if (label.ok) counter.payingTill()?.code(label.value);
        else counter.payingTill()?.unreadableCode(refusalOf(label.error));
      } else if (report.kind === 'unreadable') counter.payingTill()?.unreadableCode(refusalOf(report.why));
      else if (report.kind === 'slow') {
        counter.payingTill()?.unreadableCode('unreadable');
        counter.addNotice({ kind: 'slow-scanner' });
      }
    },
    onCloseKey: () => cashier.window()?.close(),
  });
  const lamp = createLamp(counter.setScanner);
  const scannerTrials = createScannerTrials({ readCode, learn: guard.learn });

  const preloadFolder = join(app.getAppPath(), 'out', 'preload');
  await hardened;
  let isFullScreen = settings.fullScreen;
  const cashier = openWindow({
    name: 'cashier',
    title: 'Harbour Till',
    preloadFolder,
    place: () => {
      const { bounds, workArea } = screen.getPrimaryDisplay();
      return { bounds: isFullScreen ? bounds : workArea, fullscreen: isFullScreen };
    },
    onReady: showSoon,
    isEnding: () => isQuitting,
    onMade: (contents) => {
      // The page that waited for one is gone.
      scannerTrials.stop();
      guard.guard(contents);
      onFullScreenKey(contents, () => {
        isFullScreen = !isFullScreen;
        cashier.settle();
      });
    },
    onKeyboard: null,
    onClose: () => {
      if (!isQuitting) app.quit();
      return true;
    },
    log,
  });
  const customer = openWindow({
    name: 'customer',
    title: 'Harbour Till – customer',
    preloadFolder,
    place: () => {
      const place = placeForCustomer(settings.customerDisplay);
      if (place.kind !== 'own') return null;
      const { x, y, width, height } = place.display;
      return { bounds: { x, y, width, height }, fullscreen: true };
    },
    onReady: showSoon,
    isEnding: () => isQuitting,
    onMade: () => undefined,
    // A customer who touches the screen must not take the keyboard, which may be a scanner, away from the cashier.
    onKeyboard: () => {
      cashier.window()?.focus();
    },
    // The customer's window belongs to the till: it goes when the till goes.
    onClose: () => isQuitting,
    after: cashier.opened,
    log,
  });
  let hadCustomerScreen = false;
  const settleWindows = (): void => {
    cashier.settle();
    customer.settle();
    const place = placeForCustomer(settings.customerDisplay);
    hadCustomerScreen ||= place.kind === 'own';
    counter.setCustomerScreen(customerScreenLamp(place, hadCustomerScreen || settings.customerDisplay !== null));
  };
  settleWindows();
  onDisplaysChanged(settleWindows);
  const sleep = stayAwake(counter.askAgain, log);
  const beat = setInterval(() => {
    tell('customer', 'alive', customer.contents(), null);
  }, BEAT_MS);

  openDoor(
    {
      window: 'cashier',
      schemas: CASHIER_SCHEMAS,
      isInPace: createPacer(CASHIER_PACES, clock.mono),
      log,
      handlers: createCommands({
        folder,
        secrets,
        clock,
        counter,
        keyedHash,
        log,
        fetches: (host) => {
          const ask = gatewaySession('gateway-trial', host, onCertificateRefused);
          const fetch = (url: string, init: RequestInit) => ask.fetch(url, init);
          return { payFetch: fetch, askFetch: fetch };
        },
        settings: () => settings,
        keepSettings: (next) => {
          // What nobody has called right yet is not written: the next start would take it for this till's own.
          if (!mustBeLookedAt) saveSettings(settingsPath, next);
          if (next.fullScreen !== settings.fullScreen) isFullScreen = next.fullScreen;
          settings = next;
          settleWindows();
          showSoon();
        },
        settingsRight: () => {
          if (!mustBeLookedAt) return;
          saveSettings(settingsPath, settings);
          mustBeLookedAt = false;
        },
        displays: () => listDisplays(settings.customerDisplay),
        identifyDisplays,
        closeTill: () => {
          app.quit();
        },
        showFolder: (path) => {
          shell.showItemInFolder(path);
        },
        setTyping: guard.setTyping,
        scannerTrials,
        exportFolder: () => exportFolder(folder),
        askPerson: createAskPerson(cashier.window, () => settings.cashierLanguage, log),
        forgetTyped: cashier.renew,
        outcomes: OUTCOMES.map(({ cents, id }) => ({ cents, id })),
        refundOutcomes: REFUND_OUTCOMES.map(({ cents, id }) => ({ cents, id })),
        version: app.getVersion(),
        runtime,
      }),
    },
    cashier.contents,
  );

  if (loaded.damage !== null) {
    const { keptAs, used } = loaded.damage;
    log('settings.damaged', { used, keptAs, mustBeLookedAt });
    if (!mustBeLookedAt) counter.addNotice({ kind: `settings-${used}`, keptAs: keptAs ?? '' });
  }
  if (takenAway.length > 0) {
    log('security.start-line-taken-away', { names: takenAway.join(' ') });
    counter.addNotice({ kind: 'start-line-ignored', names: takenAway.join(' ').slice(0, 200) });
  }
  if (variables.kind === 'ignored') counter.addNotice({ kind: 'source-variables-ignored' });
  app.on('second-instance', () => {
    counter.addNotice({ kind: 'already-open' });
    cashier.show();
  });

  app.on('before-quit', () => {
    isQuitting = true;
  });
  app.on('window-all-closed', () => {
    // Only a person ends the till, by closing the cashier's window. Two windows that died at once are on their way back.
  });
  const stop = (): void => {
    if (isStopped) return;
    isStopped = true;
    clearInterval(beat);
    sleep();
    counter.close();
    log('till.stopped');
  };
  app.on('will-quit', stop);
  // Windows shuts down or logs off without any word to the app but this one to its windows, and ends the process at once.
  const endWithSession = (window: BrowserWindow): void => {
    window.on('session-end', () => {
      isQuitting = true;
      log('till.session-ends');
      stop();
    });
  };
  for (const window of BrowserWindow.getAllWindows()) endWithSession(window);
  app.on('browser-window-created', (_event, window) => {
    endWithSession(window);
  });

  await counter.reopen();

  // After the pages: they ask this process for their files just when loading the HID library would keep it busy.
  await Promise.all([cashier.opened, customer.opened]);
  if (isQuitting) return;
  const scanner = openScanner({ hid: nodeHid(), timers, monotonicNow: clock.mono, log });
  scanner.subscribe((event) => {
    if (event.kind === 'lamp') lamp.device(event.lamp);
    else if (event.kind === 'unreadable') counter.payingTill()?.unreadableCode(refusalOf(event.why));
    else if (!scannerTrials.directLabel(event.label)) counter.payingTill()?.code(event.label);
  });

  app.on('will-quit', () => {
    scanner.close();
  });
}
