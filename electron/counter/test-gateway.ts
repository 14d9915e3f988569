/**
 * TILL_GATEWAY_URL, TILL_APP_CODE and TILL_CLIENT_KEY point a run from source at a gateway on this machine. A packed
 * till ignores them and says so: a variable must not send a shop's payments to another gateway.
 */
import type { LocalGateway } from './accounts.ts';
import { loopbackOrigin } from '../gateway/hosts.ts';
import { Secret } from '../vault/secret.ts';

export type SourceVariables =
  | { readonly kind: 'none' | 'ignored' }
  | { readonly kind: 'gateway'; readonly gateway: LocalGateway }
  /** Words for the developer's console; the program does not start. */
  | { readonly kind: 'wrong'; readonly words: string };

export function readSourceVariables(env: NodeJS.ProcessEnv, isPackaged: boolean): SourceVariables {
  const { TILL_GATEWAY_URL: url, TILL_APP_CODE: appCode, TILL_CLIENT_KEY: clientKey } = env;
  if (url === undefined && appCode === undefined && clientKey === undefined) return { kind: 'none' };
  if (isPackaged) return { kind: 'ignored' };
  if (!url || !appCode || !clientKey) {
    return {
      kind: 'wrong',
      words: 'Set TILL_GATEWAY_URL, TILL_APP_CODE and TILL_CLIENT_KEY together, or none of them.',
    };
  }
  const origin = loopbackOrigin(url);
  if (origin === null) {
    return { kind: 'wrong', words: 'TILL_GATEWAY_URL takes an http address on this machine: http://127.0.0.1:PORT' };
  }
  const credentials = { appCode: new Secret(appCode), clientKey: new Secret(clientKey) };
  return { kind: 'gateway', gateway: { url: origin, credentials } };
}
