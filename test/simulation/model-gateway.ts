/**
 * A model of QFPay and its network, used through the till's own client, which sends, pages and reads JSON. Requests and
 * answers get lost, delayed, cut and doubled; the books hold the truth.
 */
import { createGateway } from '../../electron/gateway/client.ts';
import type { Fetch } from '../../electron/gateway/http.ts';
import { Secret } from '../../electron/vault/secret.ts';
import type { Gateway, PayAnswer, Prepared, GatewayHistory } from '../../electron/till/ports/gateway.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Fields } from './books.ts';
import type { Answer, Desk, Sender } from './desk.ts';
import { isTooLong } from './enquiry-answers.ts';
import type { Faults } from './faults.ts';
import type { Manners } from './manners.ts';
import type { Network, Reply } from './network.ts';
import type { World } from './world.ts';
import type { LogLine } from './log-line.ts';

export type ModelGatewayDeps = {
  readonly world: World;
  readonly faults: Faults;
  readonly manners: Manners;
  readonly desk: Desk;
  readonly network: Network;
  readonly lifeMs: number;
  readonly log: LogLine;
};

/** The connected till, the checks that watch it, and what may happen to it during a call. */
export type Caller = Sender & {
  /** Called when a call begins and when its answer arrives, where a crash does most harm. */
  readonly atCall: (call: 'pay' | 'enquire') => void;
};

/** The till's connections to the gateway in one life of the program. */
export type Connection = { readonly gateway: Gateway & GatewayHistory; cut(): void; callsUnderWay(): number };
export type ModelGateway = { connect(caller: Caller): Connection };

export const HOST = 'https://model.invalid';
const KEY = new Secret('0123456789ABCDEF0123456789ABCDEF');
const never = <Value>(): Promise<Value> => new Promise(() => undefined);

export function createModelGateway(deps: ModelGatewayDeps): ModelGateway {
  const { world, faults, manners, desk, network, log } = deps;

  const connect = (caller: Caller): Connection => {
    const { checks, atCall } = caller;
    const open = new Set<() => void>();
    let isCut = false;

    /** Makes one call; its answer arrives on the machine, unless the program has ended by then. */
    const call = (kind: 'pay' | 'enquire', send: (reply: Reply) => void): Promise<Response> =>
      new Promise((resolve, reject) => {
        if (isCut) return;
        atCall(kind);
        const close = (): void => {
          open.delete(close);
          if (!isCut) reject(Object.assign(new Error('closed'), { name: 'AbortError' }));
        };
        open.add(close);
        send((inMs, answer) => {
          world.onMachine(inMs, () => {
            if (!open.delete(close)) return;
            atCall(kind);
            if (isCut) return;
            const given = answer();
            if (given instanceof Error) reject(given);
            else {
              given.heard();
              resolve(responseOf(given, world.gatewayTime()));
            }
          });
        });
      });

    const payFetch: Fetch = (url, init) => {
      const fields = fieldsOf(init);
      const number = fields.out_trade_no as AttemptNumber;
      const arrive = (): Answer => (url.endsWith('/refund') ? desk.refund(fields, caller) : desk.pay(fields, caller));
      return call('pay', (reply) => network.carry(number, checks, arrive, reply));
    };
    const askFetch: Fetch = (_url, init) => {
      const fields = fieldsOf(init);
      if (!isCut) {
        log(`enquire ${[fields.start_time?.slice(0, 7), fields.syssn, fields.out_trade_no, fields.page].join(' ')}`);
        checks.enquiring(fields);
      }
      return call('enquire', (reply) =>
        network.carryEnquiry(checks.numbersIn(fields), () => desk.query(fields, caller), reply),
      );
    };

    const client = createGateway({
      host: HOST,
      credentials: { appCode: new Secret('MODEL'), clientKey: KEY },
      mchid: '',
      signType: 'MD5',
      answersMustBeSigned: false,
      expiredMinutes: deps.lifeMs / 60_000,
      goodsName: '',
      udid: '',
      returnUrl: '',
      payFetch,
      askFetch,
      keyedHash: (text) => text,
      log: () => undefined,
      // The model's network ends calls by the world's clock, so the client's timers do nothing.
      timers: { after: () => () => undefined },
    });

    const send = async (request: Prepared, carry: (request: Prepared) => Promise<PayAnswer>): Promise<PayAnswer> => {
      const { number } = request;
      if (!isCut) {
        log(`send ${number}`);
        checks.sending(request);
      }
      if (faults.strike('refused-to-send', 0.003, [number])) {
        checks.sent(number, false);
        checks.ended(number, false);
        return { kind: 'refused', why: 'no key' };
      }
      const said = await carry(request);
      checks.ended(number, said.kind !== 'refused' && (said.kind === 'answered' || said.mayHaveLeft));
      if (!manners.has('hanging calls') || !faults.strike('hangs', 0.02, [number])) return said;
      checks.unheard(number);
      return never();
    };

    const gateway: Gateway & GatewayHistory = {
      ...client,
      pay: (payment) => send(payment, client.pay),
      refund: (request) => send(request, client.refund),
      async enquire(enquiry, page) {
        const numbers = checks.numbersOf(enquiry);
        const list = (enquiry.by === 'number' ? enquiry.numbers : enquiry.gatewayRefs).join(',');
        if (isTooLong(list)) checks.find('list fits', `${numbers.length} are asked about in ${list.length} characters`);
        if (manners.has('hanging calls') && faults.strike('hangs', 0.004, numbers)) return never();
        return client.enquire(enquiry, page);
      },
      close() {
        client.close();
        for (const end of open) end();
      },
    };
    return {
      gateway,
      cut() {
        isCut = true;
      },
      callsUnderWay: () => open.size,
    };
  };

  return { connect };
}

const fieldsOf = ({ body }: RequestInit): Fields =>
  Object.fromEntries(new URLSearchParams(typeof body === 'string' ? body : ''));

/** The members of a Response that the till's client reads. */
function responseOf({ status, body }: Answer, gatewayTime: number): Response {
  const date = new Date(gatewayTime).toUTCString();
  const headers = { get: (name: string) => (name.toLowerCase() === 'date' ? date : null) };
  const parts = [{ done: false, value: new TextEncoder().encode(body) }];
  const reader = { read: () => Promise.resolve(parts.shift() ?? { done: true, value: undefined }) };
  return { status, headers, body: { getReader: () => reader } } as unknown as Response;
}
