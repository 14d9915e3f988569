/**
 * Replaces QFPay's own hosts, so that a test can go live without moving money: a TLS server on this machine with its
 * own certificate, which passes every request on to the simulator.
 */
import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOSTS } from '../../electron/gateway/hosts.ts';

export type TlsFront = {
  /** Chromium's switches that map QFPay's hosts to this server and make every other host unknown. */
  readonly namesOnly: readonly string[];
  /** The switches of `namesOnly`, and one that trusts this certificate's key. */
  readonly trusted: readonly string[];
  /** The switches of `namesOnly`, and one that accepts any certificate, as if the machine trusted every root. */
  readonly anyRoot: readonly string[];
  /** Requests that came through TLS. */
  requests(): number;
  /** Answers every request with a redirect to this URL from now on; null passes requests on again. */
  redirectTo(url: string | null): void;
  close(): Promise<void>;
};

/** @param target the simulator's address */
export async function startTlsFront(target: string): Promise<TlsFront> {
  const hosts = Object.values(HOSTS).map((host) => new URL(host).hostname);
  const { key, cert } = signedByOwnRoot(hosts);
  let requests = 0;
  let elsewhere: string | null = null;
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    requests += 1;
    if (elsewhere !== null) {
      // 307 asks the client to send the same body again, including the signed payment.
      outgoing.writeHead(307, { Location: elsewhere }).end();
      return;
    }
    const { method, headers } = incoming;
    const onward = request(new URL(incoming.url ?? '/', target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A listening TCP server has an address of this form.
  const { port } = server.address() as AddressInfo;
  const names = hosts.map((host) => `MAP ${host} 127.0.0.1:${port}`);
  const namesOnly = [
    `--host-resolver-rules=${[...names, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'].join(', ')}`,
    // Tests must not use the machine's own keystore.
    '--password-store=basic',
  ];
  return {
    namesOnly,
    trusted: [...namesOnly, `--ignore-certificate-errors-spki-list=${keyHash(cert)}`],
    anyRoot: [...namesOnly, '--ignore-certificate-errors'],
    requests: () => requests,
    redirectTo(url) {
      elsewhere = url;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** A certificate for these names, with its root's certificate, which no machine trusts. */
function signedByOwnRoot(hosts: readonly string[]): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'harbour-till-tls-'));
  const at = (name: string): string => join(folder, name);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const openssl = (...given: readonly string[]) => execFileSync('openssl', given, { stdio: 'ignore' });
  const names = hosts.map((host) => `DNS:${host}`).join(',');
  const ofHosts = ['-subj', `/CN=${hosts[0]}`, '-addext', `subjectAltName=${names}`];
  try {
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-subj',
      '/CN=A root of the tests',
      '-keyout',
      at('root.key'),
      '-out',
      at('root'),
    );
    const by = ['-CA', at('root'), '-CAkey', at('root.key'), '-addext', 'basicConstraints=critical,CA:FALSE'];
    openssl('req', '-x509', ...newKey, ...ofHosts, ...by, '-keyout', at('key'), '-out', at('cert'));
    return {
      key: readFileSync(at('key'), 'utf8'),
      cert: readFileSync(at('cert'), 'utf8') + readFileSync(at('root'), 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function keyHash(cert: string): string {
  const key = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}
