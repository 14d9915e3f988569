/**
 * Changes the QFPay account at the counter while a payment or a refund is unfinished. Uses the real counter with its
 * commands, ledger files and credentials, and two QFPay accounts that know nothing of each other. Whatever starts while
 * a person reads the question or the keystore asks for its password, the ledger must know all moved money in the end.
 * The till draws attempt numbers from its own random source here, so they differ in a replay; the events do not.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { openSecrets } from '../../electron/vault/credentials.ts';
import type { Environment } from '../../shared/settings.ts';
import { hkDay } from '../../shared/time.ts';
import { fakeKeystore } from '../fuzz/fake-keystore.ts';
import { createDice, type Dice } from '../support/dice.ts';
import { handTime } from '../support/hand-time.ts';
import { createTestCounter, ONE_PERSON } from '../support/test-counter.ts';
import { createAccounts, type Accounts } from './accounts.ts';
import { QUICK_DISK } from './ledger-file.ts';
import type { Violation } from './violation.ts';
import type { Presentment } from '../../shared/wallet.ts';
import { payMe } from '../support/samples.ts';
import { cashierStateOf } from '../support/told-states.ts';

/** When the other payment or refund starts: before the change of account, or during one of the waits of the change. */
type Moment = 'before' | 'trial call' | 'question' | 'keystore' | 'never';

const SECOND = 1_000;
/** Long enough for every attempt to be decided. A refund that QFPay does not list stays in doubt for ten minutes. */
const TO_REST_MS = 40 * 60 * SECOND;
/** The till needs several turns of the event loop to read an answer. */
const TURNS = 8;

export async function accountRun(seed: number, run: number): Promise<readonly Violation[]> {
  const dice = createDice(seed, `account ${run}`);
  const folder = mkdtempSync(join(QUICK_DISK, 'harbour-till-account-'));
  const shop = openShop(folder, dice);
  try {
    await shop.counter.reopen();
    await shop.goLive('FIRSTACCOUNT');
    await shop.sell('cpm');
    await shop.pass(20 * SECOND);

    shop.accounts.answers(dice.pick(['at once', 'late', 'never']));
    const begun = dice.chance(0.6) ? shop.giveBack : () => shop.sell('mpm');
    const isPractice = dice.chance(0.3);
    const moment: Moment = dice.pick(
      isPractice ? ['before', 'question', 'never'] : ['before', 'trial call', 'question', 'keystore', 'never'],
    );
    if (moment === 'before') await begun();
    shop.meanwhile(moment, begun);
    const { kind } = isPractice ? await shop.changeTo('training') : await shop.goLive('OTHERACCOUNT');
    shop.meanwhile('never', begun);

    if (dice.chance(0.5)) await shop.pass(dice.whole(1, 60) * SECOND);
    shop.accounts.letGo();
    await shop.pass(TO_REST_MS);
    // After training the shop goes back to production, where the till enquires about the attempts that it left there.
    if (shop.counter.mode() === 'training') {
      await shop.changeTo('production');
      await shop.pass(TO_REST_MS);
    }
    return whatIsLost(shop, `the change, with something begun at "${moment}", was ${kind}`);
  } finally {
    shop.counter.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Shop = ReturnType<typeof openShop>;

function openShop(folder: string, dice: Dice) {
  const time = handTime();
  const accounts: Accounts = createAccounts(time.clock.wall, ['FIRSTACCOUNT', 'OTHERACCOUNT']);
  let due: Moment = 'never';
  let begin: () => Promise<void> = async () => undefined;
  const at = async (moment: Moment): Promise<void> => {
    if (moment === due) await begin();
  };
  const call: typeof fetch = async (url, init = {}) => {
    if (new Headers(init.headers).get('X-QF-APPCODE') === 'OTHERACCOUNT') await at('trial call');
    return accounts.fetch(url, init);
  };
  const encrypt = async (text: string): Promise<Buffer> => {
    await at('keystore');
    return fakeKeystore.encrypt(text);
  };
  const { counter, commands } = createTestCounter({
    folder,
    simulator: { url: 'http://127.0.0.1', appCode: 'PRACTICE', clientKey: 'PRACTICE' },
    parts: {
      ...time,
      testGateway: null,
      secrets: openSecrets(join(folder, 'credentials.json'), async () => ({ ...fakeKeystore, encrypt })),
      fetches: () => ({ payFetch: call, askFetch: call }),
      async askPerson() {
        await at('question');
        return true;
      },
    },
  });
  const saleId = (): string => cashierStateOf(counter).saleId;
  const attempts = () => counter.till()?.attempts(hkDay(time.clock.wall())) ?? [];

  return {
    counter,
    accounts,
    attempts,
    /** Sets what starts when the change of account reaches this moment. */
    meanwhile(moment: Moment, what: () => Promise<void>): void {
      due = moment;
      begin = what;
    },
    goLive: (appCode: string) =>
      commands.goLive({ environment: 'production', appCode, clientKey: 'SOMEKEY0', mchid: '', passphrase: '' }),
    changeTo: (environment: Environment) => commands.saveSettings({ settings: { ...ONE_PERSON, environment } }),
    /** Moves the time on, and lets the till receive the answers to the calls that it made meanwhile. */
    async pass(ms: number): Promise<void> {
      for (let passed = 0; passed < ms; passed += SECOND) {
        await time.pass(SECOND);
        for (let turns = 0; turns < TURNS; turns += 1) await turn();
      }
    },
    /** @throws Error when the sale does not start, because the run would then test nothing */
    async sell(mode: Presentment): Promise<void> {
      const answer = await commands.start({ saleId: saleId(), amount: dice.whole(1, 50) * 100, tender: payMe(mode) });
      if (answer !== 'started') throw new Error(`The sale was not begun: ${answer}`);
      if (mode === 'cpm') await commands.enterCode({ saleId: saleId(), code: 'PAYME-0123456789ABCDEF' });
      for (let turns = 0; turns < TURNS; turns += 1) await turn();
      // Sometimes the cashier serves the next customer while this one still looks for his phone.
      if (dice.chance(0.5)) await commands.next({ saleId: saleId() });
    },
    async giveBack(): Promise<void> {
      const paid = attempts().at(-1);
      if (paid?.status !== 'paid') throw new Error('Nothing was paid that could be given back');
      await commands.refund({ number: paid.number, amount: dice.whole(1, paid.amount), expectedRefunds: 0 });
    },
  };
}

function whatIsLost({ accounts, attempts }: Shop, how: string): readonly Violation[] {
  const known = new Map(attempts().map(({ number, status }) => [number as string, status]));
  return accounts.moved().flatMap(({ number, account }): readonly Violation[] => {
    const status = known.get(number) ?? 'not in the ledger';
    if (status === 'paid' || status === 'late-paid' || status === 'refunded') return [];
    return [{ check: 'nothing is lost', what: `${number} moved in ${account} and is ${status}: ${how}` }];
  });
}
