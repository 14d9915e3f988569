/** What the cashier's window may ask for, each answered by the part it concerns. No decision about money is made here. */
import { join } from 'node:path';
import { attemptNumber } from '../../shared/attempt/number.ts';
import type { CommandName, Handlers } from '../../shared/contract/contract.ts';
import type {
  DisplayView,
  ExportAnswer,
  GoLive,
  GoLiveAnswer,
  OutcomeView,
  SaveAnswer,
} from '../../shared/contract/views.ts';
import { monthWindows } from '../../shared/time.ts';
import { mchidOf, type Settings } from '../../shared/settings.ts';
import type { Counter, CounterDeps } from '../counter/counter.ts';
import { dayCsv } from '../export/csv.ts';
import { whyNotWritten, writeExport } from '../export/write-export.ts';
import { createGateway } from '../gateway/client.ts';
import { HOSTS } from '../gateway/hosts.ts';
import { cleanLabel } from '../scanner/label.ts';
import { refusalOf } from '../scanner/read-code.ts';
import type { ScannerTrials } from '../scanner/scanner-trial.ts';
import { changesToAsk, type AskPerson } from './question.ts';
import { Secret } from '../vault/secret.ts';
import { KeystoreRefused, SHORTEST_PASSPHRASE } from '../vault/credentials.ts';
import { codeOf } from '../files/error-code.ts';
import { badFields, settingsSchema } from '../files/settings-schema.ts';
import { createTries } from '../vault/tries.ts';

export type CommandDeps = Pick<
  CounterDeps,
  'folder' | 'secrets' | 'clock' | 'fetches' | 'keyedHash' | 'log' | 'settings'
> & {
  readonly counter: Counter;
  /** Keeps and uses these settings from now on. @throws NodeJS.ErrnoException when they cannot be written */
  readonly keepSettings: (settings: Settings) => void;
  /** The settings of now are the till's, whatever their file was. @throws NodeJS.ErrnoException when they cannot be written */
  readonly settingsRight: () => void;
  readonly displays: () => readonly DisplayView[];
  readonly identifyDisplays: () => void;
  readonly closeTill: () => void;
  readonly showFolder: (path: string) => void;
  readonly setTyping: (on: boolean) => void;
  readonly scannerTrials: Pick<ScannerTrials, 'tryOne' | 'stop'>;
  /** Made when it is wanted first: a system may not know its person's documents. */
  readonly exportFolder: () => string;
  readonly askPerson: AskPerson;
  /** The window in which a secret was typed is thrown away with all that it remembers. */
  readonly forgetTyped: () => void;
  readonly outcomes: readonly OutcomeView[];
  readonly refundOutcomes: readonly OutcomeView[];
  readonly version: string;
  readonly runtime: string;
};

/** Settings whose change needs another till, since they are part of what is sent or where it is kept. */
const GATEWAY_SETTINGS = [
  'tillId',
  'environment',
  'expiredMinutes',
  'goodsName',
  'udid',
  'returnUrl',
  'signType',
] as const satisfies readonly (keyof Settings)[];

export function createCommands(deps: CommandDeps): Handlers<'cashier'> {
  const { counter, secrets, log } = deps;
  let lastExport: string | null = null;
  const tries = createTries(deps.clock.mono, join(deps.folder, 'unlock-tries.json'));
  /** Whether this is what ends the reason why no money can be taken now. */
  const isAskedFor = (command: CommandName<'cashier'>): boolean => {
    const next = counter.standing()?.next;
    return next?.kind === 'ask' && next.command === command;
  };

  /**
   * Only between sales; and payments in doubt must not be left behind in an account that nobody asks any more: another one
   * does not know them, and what is not known ends as not paid. In training no money is in doubt.
   *
   * @param appCode null for the one there is
   */
  const mayReopen = (next: Settings, appCode: Secret | null): boolean => {
    if (counter.isOpening()) return false;
    const till = counter.till();
    const before = deps.settings();
    const isSameMerchant = next.environment === before.environment && mchidOf(next) === mchidOf(before);
    const isSameAccount = isSameMerchant && (appCode === null || counter.asksUnder(appCode));
    if (till === null) {
      // Nobody can say what is unfinished in a ledger that does not open; another gateway has a ledger of its own.
      const isUnread = counter.standing()?.why.kind === 'ledger';
      return !isUnread || isSameAccount || next.environment !== before.environment;
    }
    if (!till.isIdle()) return false;
    return isSameAccount || before.environment === 'training' || till.unfinished() === 0;
  };

  /** @throws what is no fault of a disk: then it is one of ours */
  const cannotWrite = (error: unknown): { readonly kind: 'cannot-write'; readonly path: string } => {
    if (!(error instanceof Error && 'errno' in error)) throw error;
    log('settings.cannot-write', { code: codeOf(error) ?? 'unknown' });
    return { kind: 'cannot-write', path: deps.folder };
  };

  const save = async (next: Settings): Promise<SaveAnswer> => {
    const before = deps.settings();
    const needsReopen =
      GATEWAY_SETTINGS.some((name) => before[name] !== next[name]) || mchidOf(before) !== mchidOf(next);
    if (needsReopen && !mayReopen(next, null)) return { kind: 'busy' };
    const changes = isAskedFor('settingsRight') ? [] : changesToAsk(before, next);
    if (changes.length > 0) {
      if (!(await deps.askPerson({ kind: 'change', before, next, changes }))) return { kind: 'declined' };
      // A person takes a while, in which a customer may have paid and somebody else may have saved.
      if (deps.settings() !== before || (needsReopen && !mayReopen(next, null))) return { kind: 'busy' };
      log('act.settings-changed', { changes: changes.join(' '), environment: next.environment, limit: next.limit });
    }
    try {
      deps.keepSettings(next);
    } catch (error) {
      return cannotWrite(error);
    }
    if (needsReopen) await counter.reopen();
    return { kind: 'saved' };
  };

  return {
    start: async (argument) => {
      await counter.ready();
      return counter.payingTill()?.start(argument) ?? 'trouble';
    },
    typedCode: ({ saleId, code }) => {
      const till = counter.payingTill();
      if (till === null || till.state().saleId !== saleId) return 'not-armed';
      const label = cleanLabel(code);
      return label.ok ? till.code(label.value) : till.unreadableCode(refusalOf(label.error));
    },
    cancel: ({ saleId }) => counter.till()?.cancel(saleId),
    longer: ({ saleId }) => counter.till()?.longer(saleId),
    // A QR asks for money.
    showAgain: ({ number }) => counter.payingTill()?.showAgain(number),
    otherWay: ({ saleId }) => counter.till()?.otherWay(saleId),
    next: ({ saleId }) => counter.till()?.next(saleId),
    seen: ({ number }) => counter.till()?.seen(number),
    enquire: ({ number }) => counter.till()?.enquire(number) ?? 'unanswered',
    lookUp: ({ text }) => counter.till()?.lookUp(text) ?? null,
    payment: ({ number }) => counter.till()?.payment(number) ?? null,
    refund: async (order) => {
      await counter.ready();
      return counter.payingTill()?.refund(order) ?? 'trouble';
    },
    keepLate: ({ number }) => counter.till()?.keepLate(number),
    dropRefund: ({ number }) => counter.till()?.dropRefund(number),
    decide: (ruling) => counter.till()?.decide(ruling) ?? 'trouble',

    day: ({ day }) => counter.till()?.day(day) ?? null,
    exportDay: async ({ day }): Promise<ExportAnswer> => {
      const { tillId, environment, exportForExcel } = deps.settings();
      // Practice in a folder of its own: nobody is to hand it to an accountant.
      const documents = deps.exportFolder();
      const folder = environment === 'training' ? join(documents, 'Training') : documents;
      const path = join(folder, `harbour-till-${environment}-${tillId}-${day}.csv`);
      const till = counter.till();
      // An empty file would say that nothing was sold, and stand where the whole day may stand already.
      if (till === null) return { kind: 'failed', why: 'unread', path };
      const attempts = till.attempts(day);
      if (attempts.length === 0) return { kind: 'failed', why: 'empty', path };
      const csv = dayCsv(attempts, exportForExcel);
      try {
        lastExport = await writeExport(path, csv, new Set(attempts.map(({ number }) => number)));
        return { kind: 'written', path: lastExport };
      } catch (error) {
        log('export.cannot-write', { code: codeOf(error) ?? 'unknown' });
        const why = whyNotWritten(error);
        return { kind: 'failed', why, path: why === 'in-use' ? path : folder };
      }
    },
    showExports: () => {
      deps.showFolder(lastExport ?? deps.exportFolder());
    },

    settings: async () => ({
      settings: deps.settings(),
      displays: deps.displays(),
      credentials: secrets.list(),
      needsPassphrase: await secrets.needsPassphrase(),
      outcomes: deps.outcomes,
      refundOutcomes: deps.refundOutcomes,
      folder: deps.folder,
      version: deps.version,
      runtime: deps.runtime,
    }),
    saveSettings: ({ settings }) => {
      const parsed = settingsSchema.safeParse(settings);
      if (!parsed.success) return { kind: 'refused', fields: badFields(parsed.error) };
      // No screen has it, and no page may take it away.
      const { answersMustBeSigned } = deps.settings();
      return save({ ...parsed.data, answersMustBeSigned });
    },
    goLive: async (wanted) => {
      const before = deps.settings();
      const mchid = { ...before.mchid, [wanted.environment]: wanted.mchid };
      const next = { ...before, environment: wanted.environment, mchid };
      if (!isUsable(wanted) || !settingsSchema.safeParse(next).success) return { kind: 'bad-credentials' };
      const isWeak = wanted.passphrase.length < SHORTEST_PASSPHRASE && (await secrets.needsPassphrase());
      if (isWeak) return { kind: 'weak-passphrase' };
      const credentials = { appCode: new Secret(wanted.appCode), clientKey: new Secret(wanted.clientKey) };
      if (!mayReopen(next, credentials.appCode)) return { kind: 'busy' };
      const refusal = await askHarmlessly(deps, next, HOSTS[wanted.environment], credentials);
      if (refusal !== null) return refusal;
      const appCodeTail = wanted.appCode.slice(-4);
      const isWanted = await deps.askPerson({ kind: 'go-live', settings: next, appCodeTail });
      if (!isWanted) return { kind: 'declined' };
      try {
        const isStillRight = (): boolean => deps.settings() === before && mayReopen(next, credentials.appCode);
        const isStored = await secrets.store(wanted.environment, credentials, wanted.passphrase, isStillRight);
        if (!isStored) return { kind: 'busy' };
        deps.keepSettings(next);
      } catch (error) {
        if (!(error instanceof KeystoreRefused)) return cannotWrite(error);
        log('credentials.keystore-refused', { cause: String(error.cause) });
        return { kind: 'keystore' };
      }
      log('act.went-live', { environment: wanted.environment, appCodeTail });
      await counter.reopen({ environment: wanted.environment, credentials });
      counter.addNotice({ kind: 'went-live' });
      deps.forgetTyped();
      return { kind: 'live' };
    },
    settingsRight: async () => {
      const { tillId, environment } = deps.settings();
      if (!isAskedFor('settingsRight')) return { kind: 'busy' };
      if (!(await deps.askPerson({ kind: 'open-as', tillId, environment }))) return { kind: 'declined' };
      const after = deps.settings();
      if (after.tillId !== tillId || after.environment !== environment) return { kind: 'busy' };
      log('act.settings-called-right', { tillId, environment });
      try {
        deps.settingsRight();
      } catch (error) {
        return cannotWrite(error);
      }
      await counter.reopen();
      return { kind: 'saved' };
    },
    restoredSeen: () => {
      counter.noteRestoredRead();
    },
    unlock: async ({ passphrase }) => {
      const { environment } = deps.settings();
      const waitSeconds = (): number => Math.ceil(tries.waitMs() / 1000);
      if (!isAskedFor('unlock')) return { kind: 'damaged' };
      if (tries.waitMs() > 0) return { kind: 'too-soon', waitSeconds: waitSeconds() };
      const unlocked = await tries.make(
        () => secrets.unlock(environment, passphrase),
        (found) => found !== 'wrong-passphrase',
      );
      if (unlocked === 'damaged') return { kind: 'damaged' };
      if (unlocked === 'wrong-passphrase') {
        log('act.unlock-refused');
        return { kind: 'wrong-passphrase', waitSeconds: waitSeconds() };
      }
      // It took a moment, in which the settings may have changed and another till may have been opened and sold.
      if (!isAskedFor('unlock') || deps.settings().environment !== environment) return { kind: 'damaged' };
      await counter.reopen({ environment, credentials: unlocked.credentials });
      deps.forgetTyped();
      return { kind: 'unlocked' };
    },

    identifyDisplays: () => {
      deps.identifyDisplays();
    },
    closeTill: () => {
      deps.closeTill();
    },
    tryScanner: deps.scannerTrials.tryOne,
    stopTryingScanner: deps.scannerTrials.stop,
    dismissNotice: ({ kind }) => {
      counter.dismissNotice(kind);
    },
    practiseOn: () => {
      counter.practiseOn();
    },
    typing: ({ on }) => {
      deps.setTyping(on);
    },
  };
}

/**
 * Asks the gateway for an order that cannot exist: a right signature gets an empty list, a wrong one gets told so, and
 * no money moves either way. Null when the gateway answered the enquiry.
 */
async function askHarmlessly(
  { fetches, clock, keyedHash, log }: CommandDeps,
  settings: Settings,
  host: string,
  credentials: { readonly appCode: Secret; readonly clientKey: Secret },
): Promise<GoLiveAnswer | null> {
  const gateway = createGateway({
    ...settings,
    mchid: mchidOf(settings),
    ...fetches(host),
    host,
    credentials,
    keyedHash,
    log,
  });
  const nobody = attemptNumber({ tillId: settings.tillId, epoch: '000000', sequence: 1, attempt: 1 });
  const [window] = monthWindows(clock.wall(), clock.wall());
  if (window === undefined) return { kind: 'no-answer', why: 'clock' };
  const answer = await gateway.enquire({ by: 'number', numbers: [nobody], window }, 1);
  gateway.close();
  switch (answer.kind) {
    case 'answered':
      return null;
    case 'enquiry-refused':
      return { kind: 'gateway-refused', code: answer.code, text: answer.text, advice: answer.advice };
    case 'unanswered':
    case 'refused':
      return { kind: 'no-answer', why: answer.why };
  }
}

/** QFPay's codes and keys are letters and digits; anything else was pasted wrong. */
function isUsable({ appCode, clientKey }: GoLive): boolean {
  return [appCode, clientKey].every((text) => /^[0-9A-Za-z]{8,128}$/.test(text));
}
