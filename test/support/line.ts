/**
 * The network line between a till and its gateway, for a test that cuts it: a TCP proxy in front of the simulator. The
 * current state of the line counts for every request, also on older connections.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * `deaf`: requests pass, answers do not. `silent`: the line takes bytes and passes nothing, like a router without a
 * connection. `refused`: no connection is accepted.
 */
export type LineState = 'open' | 'deaf' | 'silent' | 'refused';

export type Line = {
  readonly url: string;
  /** Connections that were stuck break when the line opens again. */
  turn(state: LineState): Promise<void>;
  close(): Promise<void>;
};

/** @param target the simulator's address */
export async function openLine(target: string): Promise<Line> {
  const { hostname, port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  let state: LineState = 'open';

  const keep = (socket: Socket): void => {
    sockets.add(socket);
    // Either end may break the connection at any moment, which these tests want.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((till) => {
    const gateway = connect(Number(targetPort), hostname);
    keep(till);
    keep(gateway);
    till.on('data', (bytes) => {
      if (state === 'open' || state === 'deaf') gateway.write(bytes);
    });
    gateway.on('data', (bytes) => {
      if (state === 'open') till.write(bytes);
    });
    gateway.on('close', () => {
      if (state === 'open') till.destroySoon();
    });
    till.on('close', () => gateway.destroy());
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const stopListening = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    endAll();
    await closed;
  };

  await listen(0);
  // A listening TCP server has an address of this form.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async turn(next) {
      state = next;
      if (next === 'refused') await stopListening();
      else if (!server.listening) await listen(port);
      if (next === 'open') endAll();
    },
    close: stopListening,
  };
}
