/**
 * Messages to the door, as a compromised window might send them: each is refused or answered with a plain value, no
 * handler throws, no prototype changes, and no message makes a payment.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandDeps } from '../../../electron/commands/command-deps.ts';
import { createCommands } from '../../../electron/commands/commands.ts';
import { createStaff } from '../../../electron/counter/staff.ts';
import { createCounter, type Counter } from '../../../electron/counter/counter.ts';
import { Secret } from '../../../electron/vault/secret.ts';
import { openSecrets } from '../../../electron/vault/credentials.ts';
import { readCode } from '../../../electron/scanner/read-code.ts';
import { answerCommand } from '../../../electron/shell/door.ts';
import { CASHIER_SCHEMAS } from '../../../electron/shell/schemas.ts';
import type { Timers } from '../../../electron/till/ports/world.ts';
import type { Gateway } from '../../../electron/till/ports/gateway.ts';
import { createBudget } from '../../../electron/till/budget.ts';
import { windowStates } from '../../../electron/counter/window-states.ts';
import { createTill, type WatchingTill } from '../../../electron/till/till.ts';
import { hasMoneyMoved } from '../../../shared/attempt/record.ts';
import type { CommandName } from '../../../shared/contract/contract.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../shared/settings.ts';
import { gatewayTo } from '../../support/local-server.ts';
import { anAttempt, EVENING, NUMBER, SYSSN, PAYME_QR } from '../../support/samples.ts';
import { fakeFetch } from '../fake-fetch.ts';
import { fakeKeystore } from '../fake-keystore.ts';
import { memoryLedger } from '../memory-ledger.ts';
import { clonableOddity, mutateJson, uglyValue } from '../mutate.ts';
import type { Dice } from '../../support/dice.ts';
import { paymentSamples } from '../samples.ts';
import type { Target } from '../target.ts';
import { payTypeOf } from '../../../shared/wallet.ts';

type Name = CommandName<'cashier'>;
type Sample = Record<string, unknown> | null;

/** A valid argument for each command. */
const samples = (saleId: string): Readonly<Record<Name, Sample>> => ({
  start: { saleId, amount: 1234, tender: { wallet: 'payme', mode: 'mpm' } },
  enterCode: { saleId, code: '281234567890123456' },
  cancel: { saleId },
  longer: { saleId },
  showAgain: { number: NUMBER },
  otherWay: { saleId },
  next: { saleId },
  seen: { number: NUMBER },
  enquire: { number: NUMBER },
  history: {
    text: '12.34 21:05',
    filter: { state: 'paid', mode: 'mpm', wallet: 'payme', by: 'Ah Ming' },
    part: { after: { madeAt: EVENING, number: NUMBER }, until: null },
  },
  sellers: null,
  story: { number: NUMBER },
  payment: { number: NUMBER },
  refund: { number: NUMBER, amount: 1234, expectedRefunds: 0 },
  keepLatePayment: { number: NUMBER },
  cancelRefundRetry: { number: NUMBER },
  decide: { number: NUMBER, version: 3, verdict: 'returned', amount: 0, by: 'KC', why: 'seen in the portal' },
  day: { day: '2026-11-22' },
  exportDay: { day: '2026-11-22' },
  showExports: null,
  settings: null,
  saveSettings: { settings: { ...DEFAULT_SETTINGS, sounds: false } },
  goLive: {
    environment: 'live-test',
    appCode: 'APPCODE0123456789',
    clientKey: '0123456789ABCDEF0123456789ABCDEF',
    mchid: '',
    passphrase: 'long enough',
  },
  confirmSettings: null,
  practiseOn: null,
  acknowledgeRestore: null,
  unlock: { passphrase: 'long enough' },
  identifyDisplays: null,
  closeTill: null,
  dismissNotice: { kind: 'clock-skew' },
  tryScanner: null,
  stopTryingScanner: null,
  typing: { on: true },
  changeOver: { person: 'person:01', pin: '4711' },
  changeOwnPin: { pin: '4711', newPin: '0815' },
  lockTill: null,
  stillHere: null,
  approve: { command: 'refund', person: 'person:01', pin: '4711' },
  staff: null,
  acts: { text: '2026-11-22', what: 'refund-started', by: 'Ah Ming', part: { after: 7, until: null } },
  exportActs: { text: 'Ah Ming', what: null, by: null },
  setOwner: { name: 'Mei Ling', pin: '4711' },
  addPerson: { name: 'Ah Ming', role: 'cashier', pin: '4711' },
  changePerson: { person: 'person:01', version: 1, name: 'Ah Ming', role: 'manager', isActive: false },
  setPin: { person: 'person:01', pin: '0815' },
  newRecoveryCode: null,
  recover: { person: 'person:01', by: 'recovery-code', secret: 'K7QF-3MP2', pin: '4711' },
});
const NAMES = Object.keys(CASHIER_SCHEMAS) as Name[];
/** A payment of earlier today that can be refunded. */
const PAID = anAttempt({ status: 'paid', version: 3, gatewayRef: SYSSN, lastResponse: '0000' });
/** One input in so many uses a counter with a ledger on files, which is a hundred times slower. */
const ON_FILES_ONE_IN = 400;

const clock = { mono: () => 0, wall: () => EVENING };
/** Runs only timers of 0 ms, because a command may wait for one; the clock stands still. */
const timers: Timers = {
  after(ms, call) {
    const due = ms > 0 ? null : setImmediate(call);
    return () => {
      if (due !== null) clearImmediate(due);
    };
  },
};
const log = (): void => undefined;
const keyedHash = (text: string): string => `hash of ${text.length}`;
let ids = 0;
const random = {
  fraction: () => 0.5,
  id: () => {
    ids += 1;
    return `sale-${ids}`;
  },
};

/** @param scratch a folder for the target's files */
export function messages(scratch: string): Target {
  const network = fakeFetch();
  const pending = paymentSamples(payTypeOf(PAYME_QR), 'mpm').answers[1];
  network.answer({ kind: 'bytes', status: 200, body: Buffer.from(JSON.stringify(pending)) });
  const fetches = { payFetch: network.fetch, askFetch: network.fetch };
  const protectedBefore = prototypes();
  const gateway = gatewayTo('http://127.0.0.1', fetches);
  let runs = 0;

  return {
    name: 'messages',
    share: 1200,
    async run(dice) {
      runs += 1;
      const isOnFiles = dice.oneIn(ON_FILES_ONE_IN);
      const folder = join(scratch, isOnFiles ? `counter-${runs}` : 'commands');
      const counter = isOnFiles ? await counterOnFiles(folder, fetches) : counterInMemory(gateway, folder);
      const handlers = createCommands(commandDeps(folder, counter, fetches));
      const doorway = {
        schemas: CASHIER_SCHEMAS,
        handlers,
        isInPace: () => true,
        actor: counter.staff.access.actor,
        approvals: counter.staff.approvals,
        noteAct: counter.noteAct,
        log,
      };
      try {
        for (let messagesLeft = isOnFiles ? 30 : dice.whole(1, 5); messagesLeft > 0; messagesLeft -= 1) {
          const name = dice.pick(NAMES);
          const sent = anArgument(dice, name, counter.till()?.state().saleId ?? 'x');
          const wrong = await whatIsWrong(answerCommand(doorway, name, { isOwn: true, sent }), name);
          if (wrong !== null) return `${wrong}, sent ${describe(sent)}`;
        }
        if (prototypes() !== protectedBefore) return 'a prototype was changed';
        return isAnythingPaid(counter.till()) ? 'a message made a payment' : null;
      } finally {
        counter.close();
      }
    },
    close() {
      gateway.close();
    },
  };
}

async function whatIsWrong(answer: Promise<unknown>, name: Name): Promise<string | null> {
  try {
    structuredClone(await answer);
    return null;
  } catch (error) {
    if (error instanceof Error && error.message === `${name} refused`) return null;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.stack : String(error);
    return `${name} was neither refused nor answered: ${cause}`;
  }
}

function anArgument(dice: Dice, name: Name, saleId: string): readonly unknown[] {
  const all = samples(dice.oneIn(5) ? 'another-sale' : saleId);
  const sample = all[dice.oneIn(10) ? dice.pick(NAMES) : name];
  const sent = dice.oneIn(3) ? sample : damaged(dice, sample, Object.values(all));
  if (!dice.oneIn(40)) return [sent];
  return dice.oneIn(2) ? [] : [sent, sent];
}

function damaged(dice: Dice, sample: Sample, all: readonly Sample[]): unknown {
  if (sample === null || dice.oneIn(12)) return dice.oneIn(2) ? uglyValue(dice) : clonableOddity(dice);
  const donors = all.filter((one) => one !== null);
  const mutated = mutateJson(dice, sample, donors);
  if (!dice.oneIn(8) || typeof mutated !== 'object' || mutated === null) return mutated;
  const key = dice.pick(Object.keys(sample));
  return { ...mutated, [key]: clonableOddity(dice) };
}

/** The property names of the prototypes that every object inherits from. */
function prototypes(): string {
  return [Object.prototype, Array.prototype, String.prototype]
    .map((prototype) => Object.getOwnPropertyNames(prototype).join(' '))
    .join('|');
}

function isAnythingPaid(till: WatchingTill | null): boolean {
  return (
    till?.attempts('2026-11-22').some(({ number, status }) => number !== PAID.number && hasMoneyMoved(status)) ?? false
  );
}

function describe(sent: readonly unknown[]): string {
  try {
    return JSON.stringify(sent).slice(0, 2000);
  } catch {
    return `${sent.length} things that are no JSON`;
  }
}

function commandDeps(folder: string, counter: Counter, fetches: ReturnType<CommandDeps['fetches']>): CommandDeps {
  let settings: Settings = DEFAULT_SETTINGS;
  return {
    folder,
    counter,
    clock,
    keyedHash,
    log,
    secrets: openSecrets(join(folder, 'credentials.json'), async () => fakeKeystore),
    fetches: () => fetches,
    settings: () => settings,
    keepSettings: (next) => {
      settings = next;
    },
    confirmSettings: () => undefined,
    displays: () => [],
    identifyDisplays: () => undefined,
    closeTill: () => undefined,
    showFolder: () => undefined,
    setTyping: () => undefined,
    scannerTrials: { tryOne: async () => ({ kind: 'stopped' }), stop: () => undefined },
    exportFolder: () => join(folder, 'exports'),
    askPerson: async () => true,
    forgetTyped: () => undefined,
    outcomes: [],
    refundOutcomes: [],
    version: '0',
    runtime: 'fuzz',
  };
}

/** A counter with a ledger in memory; it has only the members that the commands use. */
function counterInMemory(gateway: Gateway, folder: string): Counter {
  const till = createTill({
    unread: [],
    ledger: memoryLedger([PAID], new Set()),
    gateway,
    clock,
    timers,
    random,
    budget: createBudget(clock.mono()),
    keyedHash,
    readCode,
    log,
    tillId: '01',
    by: () => 'owner',
    limit: () => DEFAULT_SETTINGS.limit,
    onEvent: () => undefined,
  });
  const nothing = (): void => undefined;
  const { staff } = createStaff({
    folder,
    clock,
    timers,
    keyedHash,
    log,
    settings: () => DEFAULT_SETTINGS,
    ledgerName: () => 'training',
    mode: () => 'training',
    lifecycle: () => ({ opened: () => null, onLedger: () => false }),
    noteAct: nothing,
    onChange: nothing,
  });
  return {
    staff,
    signsWith: () => false,
    till: () => till,
    payingTill: () => till,
    asksUnder: () => false,
    states: () =>
      windowStates(DEFAULT_SETTINGS, till.state(), {
        mode: 'training',
        scanner: 'absent',
        customerScreen: 'own',
        notices: [],
        stillPractising: false,
        revision: 0,
        standing: null,
        staff: { atTill: { kind: 'anybody' }, people: [], owners: [], proofs: [] },
      }),
    mode: () => 'training',
    setScanner: nothing,
    setCustomerScreen: nothing,
    addNotice: nothing,
    dismissNotice: nothing,
    practiseOn: nothing,
    isOpening: () => false,
    standing: () => null,
    ready: async () => undefined,
    askAgain: nothing,
    noteRestoredRead: () => false,
    noteAct: nothing,
    reopen: async () => undefined,
    acts: () => ({ acts: [], next: null }),
    close() {
      till.stop();
    },
  };
}

async function counterOnFiles(folder: string, fetches: ReturnType<CommandDeps['fetches']>): Promise<Counter> {
  mkdirSync(folder);
  const counter = createCounter({
    machine: '',
    folder,
    clock,
    timers,
    random,
    keyedHash,
    readCode,
    log,
    secrets: openSecrets(join(folder, 'credentials.json'), async () => fakeKeystore),
    fetches: () => fetches,
    startSimulator: async () => ({
      url: 'http://127.0.0.1',
      credentials: { appCode: new Secret('A'), clientKey: new Secret('K') },
    }),
    testGateway: null,
    ledgerJobs: new URL('../../../electron/worker.ts', import.meta.url),
    settings: () => DEFAULT_SETTINGS,
    lostSettings: () => null,
    onChange: () => undefined,
  });
  await counter.reopen();
  return counter;
}
