/** A port on this machine that counts what reaches it, over TCP or UDP, for tests that nothing may reach it. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

export type Witness = {
  readonly port: number;
  /** Connections and datagrams so far. */
  hits(): number;
  close(): void;
};

export async function startWitness(): Promise<Witness> {
  let hits = 0;
  const tcp = createServer((socket) => {
    hits += 1;
    socket.on('error', () => undefined);
    socket.destroy();
  });
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  // A listening TCP server has an address of this form.
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4', () => (hits += 1));
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  return {
    port,
    hits: () => hits,
    close() {
      tcp.close();
      udp.close();
    },
  };
}
