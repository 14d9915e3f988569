/** Runs the simulator on its own: prints its address, its keys and what each amount does, and runs until Ctrl+C. */

import { parseArgs } from 'node:util';
import { REFUND_OUTCOMES } from './refund-scenarios.ts';
import { OUTCOMES, ORDINARY } from './scenarios.ts';
import { startSimulator, type Simulator } from './server.ts';

const USAGE = `Usage: npm run simulator -- [--port 8805] [--speed 1]
  --port   port on 127.0.0.1 (8805; 0 takes any free one)
  --speed  everything happens this many times sooner (1)
`;

function readOptions(): { readonly port: number; readonly speed: number } | null {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, speed: { type: 'string' } } });
    const port = Number(values.port ?? 8805);
    const speed = Number(values.speed ?? 1);
    const isPort = Number.isInteger(port) && port >= 0 && port <= 65_535;
    return isPort && Number.isFinite(speed) && speed > 0 ? { port, speed } : null;
  } catch {
    // parseArgs throws on options it does not know.
    return null;
  }
}

type OutcomeLine = { readonly cents: string; readonly id: string; readonly words: string };

function describe(simulator: Simulator): string {
  const row = ({ cents, id, words }: OutcomeLine): string => `  .${cents}  ${id.padEnd(21)} ${words}`;
  return `QFPay simulator for training and tests. No money moves here.

  address     ${simulator.url}
  app code    ${simulator.appCode}
  client key  ${simulator.clientKey}

The cents of an amount pick what happens (HK$12.43 is never paid):

${[...OUTCOMES, ORDINARY].map(row).join('\n')}

The cents of a refund of a part do the same for the refund:

${REFUND_OUTCOMES.map(row).join('\n')}

Point a till that runs from source at it:
  TILL_GATEWAY_URL=${simulator.url} TILL_APP_CODE=${simulator.appCode} TILL_CLIENT_KEY=${simulator.clientKey} npm start

What happened really:     curl ${simulator.url}/books
Be the customer:          curl -X POST '${simulator.url}/customer/pay?out_trade_no=...'   (or decline, expire)
Trouble with refunds:     curl -X POST '${simulator.url}/switches?refundMode=no-answer'

Ctrl+C stops it.
`;
}

async function run(): Promise<void> {
  const options = readOptions();
  if (options === null) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const simulator = await startSimulator({ ...options, scenarios: { refundsByAmount: true } }).catch(
    (error: unknown) => {
      process.stderr.write(
        `Cannot listen on port ${options.port}: ${String(error)}\nTry --port 0 for any free port.\n`,
      );
      return null;
    },
  );
  if (simulator === null) {
    process.exitCode = 1;
    return;
  }
  process.stdout.write(describe(simulator));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
}

await run();
