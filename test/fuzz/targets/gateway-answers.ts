/**
 * Bytes from the gateway, through the till's client, its evidence and its payment machine, up to what the ledger says: an
 * attempt is paid only when the rule, read anew from the same bytes, allows it. And no answer whatever is thrown over.
 */
import { createPayments, type Payments } from '../../../electron/till/payments.ts';
import type { QfpayGateway } from '../../../electron/gateway/client.ts';
import { isSettled } from '../../../shared/attempt-record.ts';
import { payMe } from '../../../electron/gateway/pay-types.ts';
import { gatewayTo } from '../../support/local-server.ts';
import { anAttempt, anOrder, EVENING, NUMBER } from '../../support/samples.ts';
import { fakeFetch, type Reply } from '../fake-fetch.ts';
import { memoryLedger, type MemoryLedger } from '../memory-ledger.ts';
import { asBytes, mutateBytes, mutateJson, uglyValue } from '../mutate.ts';
import { enquiryMayBePaid, payAnswerMayBePaid, type Wanted } from '../oracle.ts';
import type { Random } from '../random.ts';
import { AMOUNT_CENTS, ENQUIRY_ANSWERS, MCHID, PAY_ANSWERS, REFUND_ANSWERS, TAKEN_SYSSN } from '../samples.ts';
import type { Target } from '../target.ts';

type Way = 'mpm' | 'cpm';
type Sent = { readonly reply: Reply; readonly isUntouched: boolean; readonly sample: number };
type Samples = readonly Record<string, unknown>[];

const STATUSES = [429, 500, 503, 400, 404, 302, 204, 201, 0, 999];
const CODES = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'UND_ERR_SOCKET', '__proto__'];
const TAKEN = new Set([TAKEN_SYSSN]);
/** Signals of calls that are over are let go with their gateway. */
const INPUTS_FOR_ONE_GATEWAY = 500;

const samplesOf: Readonly<Record<Way, { readonly pay: Samples; readonly enquiry: Samples }>> = {
  mpm: { pay: PAY_ANSWERS(payMe('mpm').code, 'mpm'), enquiry: ENQUIRY_ANSWERS(payMe('mpm').code) },
  cpm: { pay: PAY_ANSWERS(payMe('cpm').code, 'cpm'), enquiry: ENQUIRY_ANSWERS(payMe('cpm').code) },
};

export function gatewayAnswers(): Target {
  const network = fakeFetch();
  const open = (mchid: string): QfpayGateway =>
    gatewayTo('http://127.0.0.1', { mchid, payFetch: network.fetch, askFetch: network.fetch });
  let gateways: Readonly<Record<string, QfpayGateway>> = {};
  let inputs = 0;
  const gatewayOf = (mchid: string): QfpayGateway => {
    if (inputs % INPUTS_FOR_ONE_GATEWAY === 0) {
      for (const gateway of Object.values(gateways)) gateway.close();
      gateways = {};
    }
    inputs += 1;
    const gateway = gateways[mchid] ?? open(mchid);
    gateways = { ...gateways, [mchid]: gateway };
    return gateway;
  };

  return {
    name: 'gateway-answers',
    share: 3600,
    async run(random) {
      const way = random.pick<Way>(['mpm', 'cpm']);
      const mchid = random.oneIn(3) ? MCHID : '';
      const gateway = gatewayOf(mchid);
      if (random.oneIn(12)) {
        network.answer(anAnswer(random, REFUND_ANSWERS).reply);
        await gateway.refund(gateway.prepareRefund(NUMBER, { syssn: 'S', amount: anOrder().amount, txdtm: '' }));
        return null;
      }
      const wanted = wantedBy(way, mchid);
      const isFoundUnfinished = random.oneIn(2);
      const sale = openSale(gateway, way, isFoundUnfinished);
      let mayBePaid = false;
      if (!isFoundUnfinished) {
        const { reply } = anAnswer(random, samplesOf[way].pay);
        network.answer(reply);
        mayBePaid = allows(payAnswerMayBePaid, wanted, reply);
        await sale.start();
        const wrong = verdict(sale.ledger, mayBePaid, 'payment answer', reply);
        if (wrong !== null) return wrong;
      }
      for (let enquiries = isFoundUnfinished ? 1 : random.pick([0, 0, 1, 2]); enquiries > 0; enquiries -= 1) {
        const { reply, isUntouched, sample } = anAnswer(random, samplesOf[way].enquiry);
        network.answer(reply);
        mayBePaid ||= allows(enquiryMayBePaid, wanted, reply);
        await sale.enquire();
        const wrong = verdict(sale.ledger, mayBePaid, 'enquiry answer', reply);
        if (wrong !== null) return wrong;
        if (isUntouched && sample === 0 && !isPaid(sale.ledger)) return 'a plain paid row was not taken';
      }
      sale.payments.stop();
      return null;
    },
    close() {
      for (const gateway of Object.values(gateways)) gateway.close();
    },
  };
}

/**
 * One sale at a till whose time stands still: timers fire when they are told to.
 *
 * @param isFoundUnfinished the sale was begun in an earlier run of the till and is in doubt
 */
function openSale(gateway: QfpayGateway, way: Way, isFoundUnfinished: boolean) {
  const { code: payType } = payMe(way);
  const merchant = gateway.merchant;
  const inDoubt = anAttempt({ way, payType, merchant, status: 'unknown' });
  const ledger = memoryLedger(isFoundUnfinished ? [inDoubt] : [], TAKEN);
  let underWay: Promise<unknown> = Promise.resolve();
  let due: () => void = () => undefined;
  const note = <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    underWay = answer;
    return answer;
  };
  const payments: Payments = createPayments({
    ledger,
    gateway: {
      ...gateway,
      pay: (payment) => note(gateway.pay(payment)),
      enquire: (enquiry) => note(gateway.enquire(enquiry)),
    },
    clock: { mono: () => 0, wall: () => EVENING },
    timers: {
      after: (_ms, call) => {
        due = call;
        return () => undefined;
      },
    },
    random: { fraction: () => 0.5, id: () => 'sale' },
    keyedHash: (text) => `hash of ${text.length}`,
    log: () => undefined,
    onChange: () => undefined,
    onAlarm: () => undefined,
    onClock: () => undefined,
    onLedgerTrouble: () => undefined,
  });
  const answered = async (): Promise<void> => {
    await underWay;
    // What hangs on the answer runs in the microtasks after it.
    await new Promise(setImmediate);
  };
  return {
    ledger,
    payments,
    async start(): Promise<void> {
      const authCode = way === 'cpm' ? '281234567890123456' : null;
      payments.start({ saleId: 'sale', tillId: '01' }, anOrder({ way, payType, authCode }));
      await answered();
    },
    async enquire(): Promise<void> {
      payments.enquire(NUMBER);
      due();
      await answered();
    },
  };
}

function wantedBy(way: Way, mchid: string): Wanted {
  const { code: payType, currency } = payMe(way);
  return { way, number: NUMBER, amountCents: AMOUNT_CENTS, currency, payType, mchid, taken: TAKEN };
}

type Rule = (wanted: Wanted, status: number, body: Uint8Array) => boolean;

function allows(rule: Rule, wanted: Wanted, reply: Reply): boolean {
  return reply.kind === 'bytes' && rule(wanted, reply.status, reply.body);
}

const isPaid = (ledger: MemoryLedger): boolean => ledger.all().some(({ status }) => isSettled(status));

function verdict(ledger: MemoryLedger, mayBePaid: boolean, what: string, reply: Reply): string | null {
  if (!isPaid(ledger) || mayBePaid) return null;
  const body = reply.kind === 'bytes' ? reply.body.toString('utf8').slice(0, 2000) : 'an error';
  return `paid without proof; the last was this ${what}: ${body}`;
}

function anAnswer(random: Random, samples: Samples): Sent {
  if (random.oneIn(30)) return { reply: anError(random), isUntouched: false, sample: -1 };
  const sample = random.int(0, samples.length - 1);
  const value = samples[sample] ?? {};
  const status = random.oneIn(20) ? random.pick(STATUSES) : 200;
  if (random.oneIn(6)) {
    const body = Buffer.from(JSON.stringify(value), 'utf8');
    return { reply: { kind: 'bytes', status, body }, isUntouched: status === 200, sample };
  }
  return { reply: { kind: 'bytes', status, body: aDamagedBody(random, value, samples) }, isUntouched: false, sample };
}

function aDamagedBody(random: Random, value: Record<string, unknown>, samples: Samples): Buffer {
  if (random.oneIn(40)) return mutateBytes(random, Buffer.from('<!DOCTYPE html><h1>502 Bad Gateway</h1>'));
  if (random.oneIn(40)) return asBytes(random, uglyValue(random));
  return asBytes(random, mutateJson(random, value, samples));
}

function anError(random: Random): Reply {
  const cause = random.oneIn(2) ? { code: random.pick(CODES) } : random.pick<unknown>([undefined, null, 'text', {}]);
  const error: unknown = random.oneIn(8) ? cause : new TypeError('fetch failed net::ERR_FAILED', { cause });
  return { kind: 'error', error, when: random.oneIn(2) ? 'at-once' : 'in-body' };
}
