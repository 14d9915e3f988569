/** A fast keystore in memory, for vault/credentials.ts. It refuses bytes that it did not encrypt itself. */
import { createHash } from 'node:crypto';
import type { Keystore } from '../../electron/vault/credentials.ts';

const sealOf = (text: string): string => createHash('sha256').update(text).digest('base64').slice(0, 8);

export const fakeKeystore: Keystore = {
  encrypt: async (text) => Buffer.from(sealOf(text) + text, 'utf8'),
  async decrypt(bytes) {
    const sealed = bytes.toString('utf8');
    const text = sealed.slice(8);
    if (sealOf(text) !== sealed.slice(0, 8)) throw new Error('not sealed here');
    return text;
  },
};
