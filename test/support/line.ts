/**
 * The line between a till and its gateway, for a test that cuts it: a TCP front before the simulator. What a request finds
 * depends on how the line is at that moment, also for connections that were made before.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * `deaf`: requests come through, answers do not. `silent`: the line takes bytes and nothing comes of them, as behind a
 * router that has lost its own line. `refused`: nobody takes a connection.
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
    // Either end may go at any moment; that is what this line is for.
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
