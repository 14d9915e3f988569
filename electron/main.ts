/** The composition root: builds the parts of the program, starts them in order and stops them in reverse order. */
import { app, shell } from 'electron';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createCommands } from './commands/commands.ts';
import { createCounter, type Counter } from './counter/counter.ts';
import { createScanning, type Scanning } from './counter/scanning.ts';
import { createCounterPart } from './counter/first-words.ts';
import { createTelling, type Telling } from './counter/telling.ts';
import { readSourceVariables } from './counter/test-gateway.ts';
import { startTrainingGateway } from './counter/training-gateway.ts';
import { catchBugs } from './files/bugs.ts';
import { openSettings, type KeptSettings } from './files/kept-settings.ts';
import { openLog } from './files/log.ts';
import { machineClock as clock, machineTimers as timers } from './files/machine-clock.ts';
import { machineMark } from './files/machine.ts';
import { nodeHid } from './scanner/device.ts';
import { createKeyboardScanner } from './scanner/keyboard-scanner.ts';
import { openScanner } from './scanner/open-scanner.ts';
import { readCodeBehind } from './scanner/read-code.ts';
import { paceOf } from './scanner/scanner-pace.ts';
import { createAwake } from './shell/awake.ts';
import { identifyDisplays, listDisplays } from './shell/displays.ts';
import { watchEnding } from './shell/ending.ts';
import { createGatewayFetches, type GatewayFetches } from './shell/gateway-fetches.ts';
import type { Doorway } from './shell/door.ts';
import { createDoor, tell } from './shell/ipc.ts';
import { createKeyboardGuard, type KeyboardGuard } from './shell/keyboard-guard.ts';
import { osKeystore } from './shell/keystore.ts';
import { CASHIER_PACES, createPacer } from './shell/paces.ts';
import { createProgram, type Part } from './shell/parts.ts';
import { createPlacing, type Placing, type PlacingDeps } from './shell/placing.ts';
import { canWrite, exportFolder, refuseChangedFiles } from './shell/program-files.ts';
import { registerScheme, serveBuiltFiles } from './shell/protocol.ts';
import { createAskPerson } from './shell/question-dialog.ts';
import { CASHIER_SCHEMAS } from './shell/schemas.ts';
import { hardenProcess, hardenWindows, takeAwayStartLine } from './shell/security.ts';
import { REFUND_OUTCOMES } from './simulator/refund-scenarios.ts';
import { OUTCOMES } from './simulator/scenarios.ts';
import type { ReadCode } from './till/ports/scanner.ts';
import type { KeyedHash, Log, Random } from './till/ports/world.ts';
import { openKeyedHash } from './vault/code-key.ts';
import { openSecrets, type Secrets } from './vault/credentials.ts';

const random: Random = { fraction: Math.random, id: randomUUID };

const takenAway = app.isPackaged ? takeAwayStartLine() : [];
hardenProcess();
registerScheme();

const variables = readSourceVariables(process.env, app.isPackaged);
if (variables.kind === 'wrong') {
  console.error(variables.words);
  app.exit(2);
} else if (app.requestSingleInstanceLock() || !canWrite(app.getPath('userData'))) {
  // The lock is a file, so nobody gets it in a folder that cannot be written. Open the till anyway, to show the reason;
  // it takes no payment, because its ledger cannot be written either.
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      // The till cannot run without its parts.
      console.error(error);
      app.exit(1);
    });
} else {
  console.error('Harbour Till is already open on this machine; its window was brought to the front.');
  app.exit(0);
}

/** What several parts need: the till's folder and files, and the reader of scanned codes. */
type Ground = {
  readonly folder: string;
  readonly log: Log;
  readonly settings: KeptSettings;
  readonly secrets: Secrets;
  readonly keyedHash: KeyedHash;
  readonly readCode: ReadCode;
};

const RUNTIME = `Electron ${process.versions.electron}`;
/** The path of a file that was built into the program. */
const built = (...path: readonly string[]): string => join(app.getAppPath(), 'out', ...path);

async function start(): Promise<void> {
  const folder = app.getPath('userData');
  const log = openLog(join(folder, 'logs'), !app.isPackaged);
  if (app.isPackaged) refuseChangedFiles(log);
  log('till.starting', { version: app.getVersion(), runtime: RUNTIME, packaged: app.isPackaged });
  const settings = openSettings(join(folder, 'settings.json'), clock.wall());
  const ground: Ground = {
    folder,
    log,
    settings,
    secrets: openSecrets(join(folder, 'credentials.json'), osKeystore),
    keyedHash: openKeyedHash(join(folder, 'code.key')),
    readCode: readCodeBehind(() => settings.now().scannerPrefix),
  };
  const isEnding = watchEnding(() => {
    program.stop();
  }, log);
  const program = createProgram(buildParts(ground, isEnding), isEnding, log);
  await hardenWindows(log);
  serveBuiltFiles(built('renderer'));
  await program.start();
}

/** The parts in the order in which they start. */
function buildParts(ground: Ground, isEnding: () => boolean): readonly Part[] {
  const { settings, log } = ground;
  const fetches = createGatewayFetches((kind) => {
    counter.addNotice({ kind });
  }, log);
  const tellSoon = (): void => {
    telling.soon();
  };
  const counter = buildCounter(ground, fetches, tellSoon);
  catchBugs(process, log, () => {
    counter.addNotice({ kind: 'bug' });
  });
  const { guard, scanning, placing } = buildWindows(ground, counter, (window) => telling.toNewPage(window), isEnding);
  const { cashier, customer } = placing;
  const telling: Telling = createTelling({
    counter,
    clock,
    tellCashier: (told) => {
      tell('cashier', 'state', cashier.contents(), told);
    },
    tellCustomer: (told) => {
      tell('customer', 'state', customer.contents(), told);
    },
    beat: () => {
      tell('customer', 'alive', customer.contents(), null);
    },
    isEnding,
  });
  const firstWords = {
    damage: settings.damage,
    areSettingsLost: settings.lost() !== null,
    takenAway,
    areVariablesIgnored: variables.kind === 'ignored',
  };
  app.on('second-instance', () => {
    counter.addNotice({ kind: 'already-open' });
    cashier.show();
  });
  return [
    placing,
    createAwake(counter.askAgain, log),
    telling,
    buildDoor(ground, fetches, { counter, guard, scanning, placing, tellSoon }),
    createCounterPart(counter, firstWords, log),
    scanning,
  ];
}

function buildCounter({ settings, ...ground }: Ground, fetches: GatewayFetches, onChange: () => void): Counter {
  const { folder, log } = ground;
  return createCounter({
    ...ground,
    machine: machineMark(),
    clock,
    timers,
    random,
    fetches: fetches.ofTill,
    startSimulator: () => startTrainingGateway(folder, log),
    testGateway: variables.kind === 'gateway' ? variables.gateway : null,
    ledgerJobs: built('main', 'ledger-worker.cjs'),
    settings: settings.now,
    lostSettings: settings.lost,
    onChange,
  });
}

/** Builds the windows, and the keyboard guard and the scanning in front of them. */
function buildWindows(
  { settings, readCode, log }: Ground,
  counter: Counter,
  onReady: PlacingDeps['onReady'],
  isEnding: () => boolean,
) {
  const keyboard = createKeyboardScanner();
  const guard: KeyboardGuard = createKeyboardGuard({
    mono: clock.mono,
    pace: () => paceOf(settings.now().scanner),
    onReport: keyboard.heard,
    onCloseKey: () => placing.cashier.window()?.close(),
  });
  const placing: Placing = createPlacing({
    preloadFolder: built('preload'),
    settings: settings.now,
    onReady,
    onCashierMade: (contents) => {
      // The page that waited for a scanner trial is gone.
      scanning.trials.stop();
      guard.guard(contents);
    },
    onCashierClosed: () => {
      app.quit();
    },
    onCustomerScreen: counter.setCustomerScreen,
    isEnding,
    log,
  });
  const scanning: Scanning = createScanning({
    counter,
    readCode,
    learn: guard.learn,
    keyboard,
    open: () => openScanner({ hid: nodeHid(), timers, monotonicNow: clock.mono, log }),
    // After the pages have loaded: they get their files from this process, which loading the HID library would block.
    mayOpen: () => Promise.all([placing.cashier.opened, placing.customer.opened]),
    isEnding,
  });
  return { guard, scanning, placing };
}

type Behind = {
  readonly counter: Counter;
  readonly guard: KeyboardGuard;
  readonly scanning: Scanning;
  readonly placing: Placing;
  readonly tellSoon: () => void;
};

/** Builds the door of the cashier's window and the handlers behind it. */
function buildDoor({ settings, ...ground }: Ground, fetches: GatewayFetches, behind: Behind): Part {
  const { folder, log } = ground;
  const { counter, guard, scanning, placing, tellSoon } = behind;
  const handlers = createCommands({
    ...ground,
    clock,
    counter,
    fetches: fetches.ofTrial,
    settings: settings.now,
    keepSettings: (next) => {
      settings.keep(next);
      placing.settle();
      tellSoon();
    },
    confirmSettings: settings.confirm,
    displays: () => listDisplays(settings.now().customerDisplay),
    identifyDisplays: () => {
      void identifyDisplays();
    },
    closeTill: () => {
      app.quit();
    },
    showFolder: (path) => {
      shell.showItemInFolder(path);
    },
    setTyping: guard.setTyping,
    scannerTrials: scanning.trials,
    exportFolder: () => exportFolder(folder),
    askPerson: createAskPerson(placing.cashier.window, () => settings.now().cashierLanguage, log),
    forgetTyped: placing.cashier.renew,
    outcomes: OUTCOMES.map(({ cents, id }) => ({ cents, id })),
    refundOutcomes: REFUND_OUTCOMES.map(({ cents, id }) => ({ cents, id })),
    version: app.getVersion(),
    runtime: RUNTIME,
  });
  const doorway: Doorway = {
    schemas: CASHIER_SCHEMAS,
    handlers,
    isInPace: createPacer(CASHIER_PACES, clock.mono),
    actor: counter.staff.access.actor,
    approvals: counter.staff.approvals,
    noteAct: counter.noteAct,
    log,
  };
  return createDoor(doorway, placing.cashier.contents);
}
