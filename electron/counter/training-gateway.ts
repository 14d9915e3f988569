/** The gateway of a till in training: the built-in simulator, with its orders kept in a file between runs. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../files/atomic-file.ts';
import type { LocalGateway } from './accounts.ts';
import { Secret } from '../vault/secret.ts';
import type { Log } from '../till/ports/world.ts';

/** @param folder holds the orders in `training-gateway.json` @throws Error of node:net when no port is free */
export async function startTrainingGateway(folder: string, log: Log): Promise<LocalGateway> {
  // Loaded only in training, to save the memory of every other till.
  const { startSimulator } = await import('../simulator/server.ts');
  const path = join(folder, 'training-gateway.json');
  const { url, appCode, clientKey } = await startSimulator({
    // New for each run: another user of this machine can reach the port, but does not know the key.
    appCode: newCode(),
    clientKey: newCode(),
    hasControls: false,
    scenarios: { refundsByAmount: true },
    shelf: { load: () => readIfThere(path), keep: (text) => writeAtomically(path, text) },
    reportBug: (error) => log('simulator.bug', { error: String(error) }),
  });
  log('simulator.listening', { url });
  return { url, credentials: { appCode: new Secret(appCode), clientKey: new Secret(clientKey) } };
}

const newCode = (): string => randomBytes(16).toString('hex').toUpperCase();

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
