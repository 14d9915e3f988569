/**
 * The gateway's answers by their grammar, through the till's client, its evidence and its payment machine. An attempt
 * is done only by rule P6. A row that may be ours never counts as "not found". A row that proves the payment counts
 * whatever rows stand beside it. The till stops reading an endless answer.
 */
import fc from 'fast-check';
import type { AttemptKind } from '../../../shared/attempt/record.ts';
import { NUMBER, numberOf as aNumber, SYSSN, payMe } from '../../support/samples.ts';
import { gatewayTo } from '../../support/local-server.ts';
import { fakeFetch } from '../fake-fetch.ts';
import { anything, bytesOf, draw, field, numberOf, objectOf, textIn, textOf } from '../grammar.ts';
import { numberFor, oneAttempt, takenFor, type Case } from '../one-attempt.ts';
import { enquiryMayBeDone, mayBeOurs, type Wanted } from '../oracle.ts';
import { AMOUNT_CENTS, TAKEN_SYSSN } from '../samples.ts';
import type { Target } from '../target.ts';
import { type Presentment, payTypesOf, TILL_CURRENCY } from '../../../shared/wallet.ts';

/** In bytes: the till's own limit for an answer, plus the size of one chunk. */
const READ_BYTES_MAX = 1_000_000 + 64 * 1024;
/** An enquiry has at most 20 pages, and an attempt needs at most four: two months, each by two numbers. */
const CALLS_MAX = 4 * 20;

const CODES = [
  '0000',
  '1143',
  '1145',
  '1298',
  '1201',
  '1181',
  '1251',
  '1264',
  '2999',
  '9999',
  '0',
  '00000',
  ' 0000',
  '0000 ',
];

type Text = fc.Arbitrary<string>;

const rowOf = (number: Text, gatewayRef: Text, kind: AttemptKind): Text =>
  objectOf(
    field('respcd', textIn('0000'), fc.oneof(textIn(...CODES), fc.constantFrom('0', '0000', '1143'))),
    field('out_trade_no', number, textIn(aNumber(999), '', ' ', NUMBER.toLowerCase())),
    field('syssn', gatewayRef, textIn(TAKEN_SYSSN, '', '0')),
    field('txamt', numberOf(AMOUNT_CENTS)),
    field('txcurrcd', textIn('HKD'), textIn('hkd', 'CNY', 'HKD ', '')),
    field('order_type', textIn(kind), textIn('payment', 'refund', 'close', 'Payment', ' REFUND ', 'charge', '')),
    field('cancel', fc.constantFrom('"0"', '0'), fc.constantFrom('"1"', '"3"', '"5"', '5', '"9"', 'true')),
    field('pay_type', textIn('805801', '805808'), textIn('800101', '')),
    field(
      'sysdtm',
      textIn('2026-11-22 21:05:10'),
      textIn('2026-11-22 20:00:00', '22/11/2026', '2026-13-45 99:99:99', ''),
    ),
  );

/** Rows that prove nothing about our attempt: rows of others, or unreadable rows. */
const aside: Text = fc.oneof(
  { weight: 3, arbitrary: rowOf(textIn(aNumber(998), aNumber(999)), textIn('20261122154100020012770001'), 'payment') },
  { weight: 3, arbitrary: anything },
  { weight: 1, arbitrary: objectOf(field('out_trade_no', textOf(NUMBER)), field('respcd', anything, anything, 0)) },
);

const rowsOf = (kind: AttemptKind, maxLength: number): fc.Arbitrary<string[]> => {
  const own = rowOf(textOf(numberFor(kind)), textOf('20261122154100020012764999'), kind);
  return fc.array(fc.oneof(own, aside), { maxLength });
};
// Made once, because making an arbitrary is slower than drawing from it.
const FEW = { payment: rowsOf('payment', 5), refund: rowsOf('refund', 5) };
const MANY = { payment: rowsOf('payment', 400), refund: rowsOf('refund', 400) };
const ASIDE = fc.array(aside, { maxLength: 8 });

const enquiryOf = (rows: readonly string[]): Text =>
  objectOf(
    field('respcd', textIn('0000'), fc.oneof(textIn(...CODES), fc.constantFrom('0', '0000'))),
    field('page_size', fc.constantFrom('100', '"100"', '10'), fc.constantFrom('1', '"2"', '"100000000000"')),
    field('data', fc.constant(`[${rows.join(',')}]`), fc.constantFrom('null', '{}', '[[]]', '""'), 30),
  );

export function answersByGrammar(): Target {
  const network = fakeFetch();
  const gateway = gatewayTo('http://127.0.0.1', { payFetch: network.fetch, askFetch: network.fetch });
  const send = (body: Buffer): void => network.answer({ kind: 'bytes', status: 200, body });
  return {
    name: 'answers-by-grammar',
    share: 250,
    async run(dice) {
      const mode = dice.pick<Presentment>(['mpm', 'cpm']);
      const asked: Case = { kind: dice.pick(['payment', 'payment', 'refund']), mode, isFoundUnfinished: true };
      const attempt = oneAttempt(gateway, asked);
      const wanted = wantedBy(asked);
      try {
        if (dice.oneIn(200)) {
          network.answer({ kind: 'endless', body: Buffer.from('[[[[{"data":'.repeat(500)) });
          await attempt.enquire();
          if (network.bytesRead() > READ_BYTES_MAX)
            return `${network.bytesRead()} bytes of an answer without end were read`;
          return attempt.isDone() ? 'done by an answer without end' : null;
        }
        const others = draw(dice, dice.oneIn(50) ? MANY[asked.kind] : FEW[asked.kind]);
        const body = draw(dice, enquiryOf(others).chain(bytesOf));
        send(body);
        await attempt.enquire();
        const said = body.toString('utf8').slice(0, 2000);
        if (attempt.isDone() && !enquiryMayBeDone(wanted, 200, body)) return `done without proof: ${said}`;
        if (attempt.lastResponse() === 'not-found' && mayBeOurs(wanted, body)) return `called not found: ${said}`;
        if (network.calls() > CALLS_MAX) return `${network.calls()} calls for one question: ${said}`;
        return attempt.isDone() ? null : await whatSpoilsProof();
      } finally {
        attempt.stop();
      }

      async function whatSpoilsProof(): Promise<string | null> {
        const proof = JSON.stringify({
          respcd: '0000',
          out_trade_no: wanted.number,
          syssn: asked.kind === 'refund' ? '20261122154100020012764888' : SYSSN,
          txamt: String(AMOUNT_CENTS),
          txcurrcd: 'HKD',
          pay_type: wanted.payTypes[0],
          order_type: asked.kind,
          cancel: '0',
        });
        // A row with our number but another attempt's `syssn` must not spoil the proof either.
        const taken = dice.oneIn(4) ? [proof.replace(/"syssn":"\d+"/, `"syssn":"${TAKEN_SYSSN}"`)] : [];
        const rows = [...taken, ...draw(dice, ASIDE)];
        const at = dice.whole(0, rows.length);
        const body = `{"respcd":"0000","data":[${[...rows.slice(0, at), proof, ...rows.slice(at)].join(',')}]}`;
        // Text that is no JSON has no rows, and the till does not read text that is too long.
        if (!isJson(body) || body.length > 300_000) return null;
        const fresh = oneAttempt(gateway, asked);
        send(Buffer.from(body));
        await fresh.enquire();
        fresh.stop();
        return fresh.isDone() ? null : `its proof was spoilt by what stands beside it: ${body.slice(0, 2000)}`;
      }
    },
    close: gateway.close,
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function wantedBy({ kind, mode }: Case): Wanted {
  const taken = takenFor(kind);
  return {
    kind,
    mode,
    number: numberFor(kind),
    amountCents: AMOUNT_CENTS,
    currency: TILL_CURRENCY,
    payTypes: payTypesOf(payMe(mode)),
    mchid: '',
    taken,
  };
}
