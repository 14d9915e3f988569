/** Damages the credentials file: reading never throws, and opened credentials are always the stored ones. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Credentials } from '../../../electron/vault/secret.ts';
import { Secret } from '../../../electron/vault/secret.ts';
import { openSecrets } from '../../../electron/vault/credentials.ts';
import { ENVIRONMENTS } from '../../../shared/settings.ts';
import { fakeKeystore } from '../fake-keystore.ts';
import { asBytes, mutateBytes, mutateJson, noise, uglyValue } from '../mutate.ts';
import type { Dice } from '../../support/dice.ts';
import type { Target } from '../target.ts';

const CREDENTIALS: Credentials = { appCode: new Secret('APPCODE0123456789'), clientKey: new Secret('KEY0123456789') };
const UNDER_PASSPHRASE = {
  protection: 'passphrase',
  appCodeTail: '6789',
  sealed: Buffer.alloc(60, 7).toString('base64'),
  salt: Buffer.alloc(16, 1).toString('base64'),
  iv: Buffer.alloc(12, 2).toString('base64'),
  tag: Buffer.alloc(16, 3).toString('base64'),
};
/** Trying a passphrase takes half a second and 128 MB, so do it rarely. */
const UNLOCK_ONE_IN = 500;

/** @param scratch a folder for the target's files */
export function credentialsFiles(scratch: string): Target {
  const path = join(scratch, 'credentials.json');
  const secrets = openSecrets(path, async () => fakeKeystore);
  let whole: Record<string, unknown> | null = null;
  return {
    name: 'credentials-files',
    share: 400,
    async run(dice) {
      whole ??= await wholeFile(path);
      const bytes = aFile(dice, whole);
      writeFileSync(path, bytes);
      const said = JSON.stringify(bytes.toString('latin1').slice(0, 2000));
      secrets.list();
      const environment = dice.pick(ENVIRONMENTS);
      const loaded = await secrets.load(environment);
      if (loaded.kind === 'open' && !isStored(loaded.credentials)) return `other credentials opened from ${said}`;
      if (loaded.kind !== 'locked' || dice.oneIn(UNLOCK_ONE_IN)) {
        const unlocked = await secrets.unlock(environment, 'a passphrase');
        if (typeof unlocked !== 'string') return `opened by any passphrase: ${said}`;
      }
      if (!dice.oneIn(20)) return null;
      await secrets.store('sandbox', CREDENTIALS, '');
      const again = await secrets.load('sandbox');
      return again.kind === 'open' && isStored(again.credentials) ? null : `could not be stored over ${said}`;
    },
  };
}

async function wholeFile(path: string): Promise<Record<string, unknown>> {
  rmSync(path, { force: true });
  const secrets = openSecrets(path, async () => fakeKeystore);
  await secrets.store('production', CREDENTIALS, '');
  await secrets.store('live-test', CREDENTIALS, '');
  const stored = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  return { ...stored, sandbox: UNDER_PASSPHRASE };
}

const isStored = ({ appCode, clientKey }: Credentials): boolean =>
  appCode.reveal() === CREDENTIALS.appCode.reveal() && clientKey.reveal() === CREDENTIALS.clientKey.reveal();

function aFile(dice: Dice, whole: Record<string, unknown>): Buffer {
  switch (dice.whole(0, 7)) {
    case 0:
      return noise(dice, dice.whole(0, 200));
    case 1:
      return asBytes(dice, uglyValue(dice));
    case 2:
    case 3:
      return mutateBytes(dice, Buffer.from(JSON.stringify(whole, null, 2)));
    default:
      return asBytes(dice, mutateJson(dice, whole, [whole, UNDER_PASSPHRASE]));
  }
}
