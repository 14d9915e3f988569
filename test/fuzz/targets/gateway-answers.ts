/**
 * Bytes from the gateway, through the till's client, its evidence and its payment machine, up to the ledger. An attempt
 * is paid or refunded only if oracle.ts, reading the same bytes, allows it. No answer makes the till throw.
 */
import type { Gateway } from '../../../electron/till/ports/gateway.ts';
import type { AttemptKind } from '../../../shared/attempt/record.ts';
import { gatewayTo } from '../../support/local-server.ts';
import { fakeFetch, type Reply } from '../fake-fetch.ts';
import { asBytes, mutateBytes, mutateJson, uglyValue } from '../mutate.ts';
import { numberFor, oneAttempt, takenFor, type Case } from '../one-attempt.ts';
import { answerMayBeDone, enquiryMayBeDone, type Wanted } from '../oracle.ts';
import type { Dice } from '../../support/dice.ts';
import { AMOUNT_CENTS, MCHID, paymentSamples, refundSamples, type Samples } from '../samples.ts';
import type { Target } from '../target.ts';
import { type Presentment, payTypeOf, payTypesOf, TILL_CURRENCY } from '../../../shared/wallet.ts';
import { payMe, PAYME_QR, PAYME_CODE } from '../../support/samples.ts';

type Sent = { readonly reply: Reply; readonly isUntouched: boolean; readonly sample: number };

const STATUSES = [429, 500, 503, 400, 404, 302, 204, 201, 0, 999];
const CODES = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'UND_ERR_SOCKET', '__proto__'];
/** A gateway keeps the abort signals of ended calls until it is closed, so replace it after so many inputs. */
const INPUTS_FOR_ONE_GATEWAY = 500;

const SAMPLES: Readonly<Record<AttemptKind, Readonly<Record<Presentment, Samples>>>> = {
  payment: { mpm: paymentSamples(payTypeOf(PAYME_QR), 'mpm'), cpm: paymentSamples(payTypeOf(PAYME_CODE), 'cpm') },
  refund: { mpm: refundSamples(payTypeOf(PAYME_QR)), cpm: refundSamples(payTypeOf(PAYME_CODE)) },
};

export function gatewayAnswers(): Target {
  const network = fakeFetch();
  const gateways = new Map<string, Gateway>();
  let inputs = 0;
  const closeAll = (): void => {
    for (const gateway of gateways.values()) gateway.close();
    gateways.clear();
  };
  const gatewayOf = (mchid: string): Gateway => {
    if (inputs % INPUTS_FOR_ONE_GATEWAY === 0) closeAll();
    inputs += 1;
    const fetches = { payFetch: network.fetch, askFetch: network.fetch };
    const gateway = gateways.get(mchid) ?? gatewayTo('http://127.0.0.1', { mchid, ...fetches });
    gateways.set(mchid, gateway);
    return gateway;
  };

  return {
    name: 'gateway-answers',
    share: 3230,
    async run(dice) {
      const asked: Case = {
        kind: dice.pick<AttemptKind>(['payment', 'payment', 'refund']),
        mode: dice.pick<Presentment>(['mpm', 'cpm']),
        isFoundUnfinished: dice.oneIn(2),
      };
      const mchid = dice.oneIn(3) ? MCHID : '';
      const wanted = wantedBy(asked, mchid);
      const { answers, enquiries } = SAMPLES[asked.kind][asked.mode];
      const attempt = oneAttempt(gatewayOf(mchid), asked);
      let mayBeDone = false;
      const isDoneWithoutProof = () => attempt.isDone() && !mayBeDone;

      if (!asked.isFoundUnfinished) {
        const { reply } = anAnswer(dice, answers);
        network.answer(reply);
        mayBeDone = reply.kind === 'bytes' && answerMayBeDone(wanted, reply.status, reply.body);
        await attempt.start();
        if (isDoneWithoutProof()) return unproven(asked, 'answer', reply);
      }
      for (let times = asked.isFoundUnfinished ? 1 : dice.pick([0, 0, 1, 2]); times > 0; times -= 1) {
        const { reply, isUntouched, sample } = anAnswer(dice, enquiries);
        network.answer(reply);
        mayBeDone ||= reply.kind === 'bytes' && enquiryMayBeDone(wanted, reply.status, reply.body);
        await attempt.enquire();
        if (isDoneWithoutProof()) return unproven(asked, 'enquiry', reply);
        if (isUntouched && sample === 0 && !attempt.isDone()) return `a ${asked.kind}'s plain proof was not taken`;
      }
      attempt.stop();
      return null;
    },
    close: closeAll,
  };
}

function wantedBy({ kind, mode }: Case, mchid: string): Wanted {
  const taken = takenFor(kind);
  return {
    kind,
    mode,
    number: numberFor(kind),
    amountCents: AMOUNT_CENTS,
    currency: TILL_CURRENCY,
    payTypes: payTypesOf(payMe(mode)),
    mchid,
    taken,
  };
}

function unproven({ kind, mode }: Case, what: string, reply: Reply): string {
  const body = reply.kind === 'bytes' ? reply.body.toString('utf8').slice(0, 2000) : 'an error';
  return `a ${mode} ${kind} is done without proof, at last by this ${what}: ${body}`;
}

function anAnswer(dice: Dice, samples: Samples['answers']): Sent {
  if (dice.oneIn(30)) return { reply: anError(dice), isUntouched: false, sample: -1 };
  const sample = dice.whole(0, samples.length - 1);
  const value = samples[sample] ?? {};
  const status = dice.oneIn(20) ? dice.pick(STATUSES) : 200;
  if (dice.oneIn(6)) {
    const body = Buffer.from(JSON.stringify(value), 'utf8');
    return { reply: { kind: 'bytes', status, body }, isUntouched: status === 200, sample };
  }
  return { reply: { kind: 'bytes', status, body: aDamagedBody(dice, value, samples) }, isUntouched: false, sample };
}

function aDamagedBody(dice: Dice, value: Record<string, unknown>, samples: Samples['answers']): Buffer {
  if (dice.oneIn(40)) return mutateBytes(dice, Buffer.from('<!DOCTYPE html><h1>502 Bad Gateway</h1>'));
  if (dice.oneIn(40)) return asBytes(dice, uglyValue(dice));
  return asBytes(dice, mutateJson(dice, value, samples));
}

function anError(dice: Dice): Reply {
  const cause = dice.oneIn(2) ? { code: dice.pick(CODES) } : dice.pick<unknown>([undefined, null, 'text', {}]);
  const error: unknown = dice.oneIn(8) ? cause : new TypeError('fetch failed net::ERR_FAILED', { cause });
  return { kind: 'error', error, when: dice.oneIn(2) ? 'at-once' : 'in-body' };
}
