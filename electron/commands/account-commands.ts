/** Commands for the merchant's account: go live, and unlock credentials that a passphrase protects. */
import { join } from 'node:path';
import { attemptNumber } from '../../shared/attempt/number.ts';
import type { GoLive, GoLiveAnswer, UnlockAnswer } from '../../shared/contract/account.ts';
import { mchidOf, type Settings } from '../../shared/settings.ts';
import { monthWindows } from '../../shared/time.ts';
import { settingsSchema } from '../files/settings-schema.ts';
import { createGateway } from '../gateway/client.ts';
import { HOSTS } from '../gateway/hosts.ts';
import { KeystoreRefused, PASSPHRASE_CHARS_MIN } from '../vault/credentials.ts';
import { Secret } from '../vault/secret.ts';
import { createTries, type Tries } from '../vault/tries.ts';
import { cannotWrite, isAskedFor, mayReopen } from './change.ts';
import type { CommandDeps } from './command-deps.ts';
import { nothingDone, type Handlers, type Outcome } from './handlers.ts';

export function accountCommands(deps: CommandDeps): Pick<Handlers, 'goLive' | 'unlock'> {
  const tries = createTries(deps.clock.mono, join(deps.folder, 'unlock-tries.json'));
  return {
    goLive: (wanted) => goLive(deps, wanted),
    unlock: ({ passphrase }) => unlock(deps, tries, passphrase),
  };
}

async function goLive(deps: CommandDeps, wanted: GoLive): Promise<Outcome<GoLiveAnswer>> {
  const { counter, secrets, log } = deps;
  const before = deps.settings();
  const mchid = { ...before.mchid, [wanted.environment]: wanted.mchid };
  const next = { ...before, environment: wanted.environment, mchid };
  if (!isUsable(wanted) || !settingsSchema.safeParse(next).success) {
    return nothingDone({ kind: 'bad-credentials' });
  }
  const isWeak = wanted.passphrase.length < PASSPHRASE_CHARS_MIN && (await secrets.needsPassphrase());
  if (isWeak) return nothingDone({ kind: 'weak-passphrase' });
  const credentials = { appCode: new Secret(wanted.appCode), clientKey: new Secret(wanted.clientKey) };
  if (!mayReopen(deps, next, credentials.appCode)) return nothingDone({ kind: 'busy' });
  const refusal = await askHarmlessly(deps, next, HOSTS[wanted.environment], credentials);
  if (refusal !== null) return nothingDone(refusal);
  const appCodeTail = wanted.appCode.slice(-4);
  const isWanted = await deps.askPerson({ kind: 'go-live', settings: next, appCodeTail });
  if (!isWanted) return nothingDone({ kind: 'declined' });
  try {
    const isStillRight = (): boolean => deps.settings() === before && mayReopen(deps, next, credentials.appCode);
    const isStored = await secrets.store(wanted.environment, credentials, wanted.passphrase, isStillRight);
    if (!isStored) return nothingDone({ kind: 'busy' });
    deps.keepSettings(next);
  } catch (error) {
    if (!(error instanceof KeystoreRefused)) return nothingDone(cannotWrite(deps, error));
    log('credentials.keystore-refused', { cause: String(error.cause) });
    return nothingDone({ kind: 'keystore' });
  }
  await counter.reopen({ environment: wanted.environment, credentials });
  counter.addNotice({ kind: 'went-live' });
  deps.forgetTyped();
  // The door writes the act after this, to the new account's ledger, which is open now.
  return { answer: { kind: 'live' }, did: { facts: { environment: wanted.environment, appCodeTail } } };
}

async function unlock(deps: CommandDeps, tries: Tries, passphrase: string): Promise<UnlockAnswer> {
  const { counter, secrets, log } = deps;
  const { environment } = deps.settings();
  const waitSeconds = (): number => Math.ceil(tries.waitMs() / 1000);
  if (!isAskedFor(counter, 'unlock')) return { kind: 'damaged' };
  if (tries.waitMs() > 0) return { kind: 'too-soon', waitSeconds: waitSeconds() };
  const unlocked = await tries.make(
    () => secrets.unlock(environment, passphrase),
    (found) => found !== 'wrong-passphrase',
  );
  if (unlocked === 'damaged') return { kind: 'damaged' };
  if (unlocked === 'wrong-passphrase') {
    // No ledger is open that could record this as an act.
    log('credentials.unlock-refused');
    return { kind: 'wrong-passphrase', waitSeconds: waitSeconds() };
  }
  // Unlocking took a moment: the settings may have changed, or another till may have opened and taken payments.
  if (!isAskedFor(counter, 'unlock') || deps.settings().environment !== environment) return { kind: 'damaged' };
  await counter.reopen({ environment, credentials: unlocked.credentials });
  deps.forgetTyped();
  return { kind: 'unlocked' };
}

/**
 * Enquires about an order that cannot exist. With a correct signature the gateway answers with an empty list, with a
 * wrong one it refuses; no money moves either way. Returns null when the gateway answered the enquiry.
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
