/**
 * From a scanner's last report until the first byte of the payment request reaches the gateway: decoding, the till's
 * decision, the durable commit, signing, sending. Compared with the same commit and a bare POST to the same server.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import { startDecoder } from '../../electron/scanner/decoder.ts';
import { cleanLabel } from '../../electron/scanner/label.ts';
import { readCode } from '../../electron/scanner/read-code.ts';
import { createBudget } from '../../electron/till/budget.ts';
import { createTill, type Till } from '../../electron/till/till.ts';
import { cents } from '../../shared/money.ts';
import { gatewayTo } from '../support/local-server.ts';
import { openOne } from '../support/ledger-files.ts';
import { wait } from './program.ts';
import { lineOf, type Line } from './table.ts';

const WARM_UPS = 30;
/** The length of a report of a scanner in HID-POS mode. */
const REPORT_BYTES = 64;
const PAID_WITHIN_MS = 5_000;

type Door = {
  readonly url: string;
  /** Resolves with the time when the first byte of the next request comes in. */
  nextByte(): Promise<number>;
  close(): Promise<void>;
};

/** @param folder on the disk of the till's ledger */
export async function measureScans(folder: string, count: number): Promise<readonly Line[]> {
  const door = await openDoor();
  const ledger = openLedger(join(folder, 'scans.db'));
  const other = openLedger(join(folder, 'floor.db'));
  const till = openTill(ledger, door.url);
  const ours: number[] = [];
  const floor: number[] = [];
  try {
    for (let turn = -WARM_UPS; turn < count; turn += 1) {
      const scan = await scanToByte(till, door, turn + WARM_UPS);
      const bare = await commitAndPost(other, door);
      if (turn < 0) continue;
      ours.push(scan);
      floor.push(bare);
    }
  } finally {
    till.stop();
    ledger.close();
    other.close();
    await door.close();
  }
  return [
    lineOf({
      name: 'last scanner report to the first byte of the request at the gateway',
      floorName:
        "the same attempt's first commit in a ledger of its own + a bare POST of the same size to the same server",
      unit: 'ms',
      target: 1.5,
      till: ours,
      floor,
    }),
  ];
}

async function scanToByte(till: Till, door: Door, turn: number): Promise<number> {
  till.start({ saleId: till.state().saleId, amount: 1234, tender: { wallet: 'payme', mode: 'cpm' } });
  // Wait shortly, because in a shop too the scan does not come in the same event-loop turn as the keypad's tap.
  await wait(2);
  const decoder = startDecoder(-1_000);
  const byte = door.nextByte();
  const report = reportOf(`PAYME${String(turn).padStart(15, '0')}`);
  const scannedAt = performance.now();
  const event = decoder.report(report, scannedAt);
  if (event.kind !== 'label') throw new Error(`The scanner's report was ${event.kind}`);
  const label = cleanLabel(event.bytes);
  const answer = label.ok ? till.code(label.value) : label.error;
  if (answer !== 'accepted') throw new Error(`The till said ${answer}`);
  const tookMs = (await byte) - scannedAt;
  await paid(till);
  till.next(till.state().saleId);
  return tookMs;
}

async function commitAndPost(ledger: OpenLedger, { url, nextByte }: Door): Promise<number> {
  await wait(2);
  const byte = nextByte();
  const startedAt = performance.now();
  const { number } = openOne(ledger, {
    tender: { wallet: 'payme', mode: 'cpm' },
    codeHash: randomUUID(),
    codeTail: '0000',
  });
  const body = `out_trade_no=${number}&padding=${'x'.repeat(200)}`;
  const answered = fetch(`${url}/bare`, { method: 'POST', body, headers: { Connection: 'close' } });
  const tookMs = (await byte) - startedAt;
  await (await answered).text();
  ledger.record(number, 1, { status: 'failed' }, Date.now());
  return tookMs;
}

function reportOf(label: string): Buffer {
  const report = Buffer.alloc(REPORT_BYTES);
  report[0] = 2;
  report[1] = label.length;
  report.write(`]Q1${label}`, 2, 'latin1');
  return report;
}

async function paid(till: Till): Promise<void> {
  const until = performance.now() + PAID_WITHIN_MS;
  while (till.unfinished() > 0) {
    if (performance.now() > until) throw new Error('The scanned payment was not paid');
    await wait(1);
  }
}

/** A gateway that answers every scanned code as paid at once, and notes when the first byte comes in. */
async function openDoor(): Promise<Door> {
  let tell: (at: number) => void = () => undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const asked = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
      const row = {
        respcd: '0000',
        out_trade_no: asked.get('out_trade_no'),
        syssn: `S${asked.get('out_trade_no')}`,
        txamt: asked.get('txamt'),
        txcurrcd: asked.get('txcurrcd'),
        pay_type: asked.get('pay_type'),
      };
      response.end(JSON.stringify(row));
    });
  });
  server.on('connection', (socket: Socket) => {
    // Run before the server's own reader, which is already attached.
    socket.prependOnceListener('data', () => {
      tell(performance.now());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    nextByte: () =>
      new Promise((resolve) => {
        tell = resolve;
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

function openTill(ledger: OpenLedger, url: string): Till {
  return createTill({
    unread: [],
    ledger,
    gateway: gatewayTo(url),
    clock: { mono: () => performance.now(), wall: Date.now },
    timers: {
      after(ms, call) {
        const timer = setTimeout(call, ms);
        return () => {
          clearTimeout(timer);
        };
      },
    },
    random: { fraction: Math.random, id: randomUUID },
    budget: createBudget(),
    keyedHash: (text) => `hash-of-${text}`,
    readCode,
    log: () => undefined,
    tillId: '01',
    by: () => 'owner',
    limit: () => cents(5_000_000),
    onEvent(event) {
      if (event.kind === 'ledger-failed') throw new Error(`The ledger is in trouble: ${event.error.fault}`);
    },
  });
}
