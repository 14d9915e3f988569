/** The three catalogues have the same keys, and every name of the contract has a text in each. */
import { describe, expect, it } from 'vitest';
import { REFUND_OUTCOMES } from '../../electron/simulator/refund-scenarios.ts';
import { OUTCOMES } from '../../electron/simulator/scenarios.ts';
import type { HistoryState } from '../../shared/attempt/history.ts';
import type { AttemptKind, Verdict } from '../../shared/attempt/record.ts';
import type { CashierStatus } from '../../shared/attempt/word.ts';
import type { Advice } from '../../shared/attempt/advice.ts';
import { CONTRACT } from '../../shared/contract/contract.ts';
import type { Mode } from '../../shared/contract/account.ts';
import type { DecideAnswer, RefundAnswer } from '../../shared/contract/payments.ts';
import type { ForSome } from '../../renderer/cashier/settings/rights.tsx';
import type { StaffRefusal } from '../../shared/contract/staff.ts';
import type { Role } from '../../shared/role.ts';
import type { StartAnswer } from '../../shared/contract/sale.ts';
import type { Notice } from '../../shared/contract/support.ts';
import type { LedgerFault, LedgerWork } from '../../shared/ledger-fault.ts';
import type { CodeRefusal, ScannerLamp, ScannerTrial } from '../../shared/scan.ts';
import en from '../../shared/words/en.json';
import zhCN from '../../shared/words/zh-CN.json';
import zhHK from '../../shared/words/zh-HK.json';
import type { Environment, Language, ScannerEnding, Settings } from '../../shared/settings.ts';

type Words<Key extends string> = { readonly [key in Key]: string };

// A missing text is a type error here: each name of the contract must have one.
en.word satisfies Words<CashierStatus>;
en.advice satisfies Words<Advice>;
en.refusal satisfies Words<CodeRefusal>;
en.startAnswer satisfies Words<Exclude<StartAnswer, 'started' | 'already-started'>>;
en.refundAnswer satisfies Words<Exclude<RefundAnswer, 'started'> | 'unanswered'>;
en.byHand.verdict satisfies Words<Verdict>;
en.byHand.confirm satisfies Words<Verdict>;
en.byHand.answer satisfies Words<Exclude<DecideAnswer, 'decided'> | 'unanswered'>;
en.kind satisfies Words<Exclude<AttemptKind, 'payment'>>;
en.trouble satisfies Words<LedgerFault | 'locked' | 'no-credentials'>;
en.ledgerWork satisfies Words<LedgerWork['work'] | 'percent'>;
en.notice satisfies Words<Notice['kind']>;
en.scanner satisfies Words<ScannerLamp>;
en.scannerTest satisfies Words<Extract<ScannerTrial, { kind: 'not-understood' }>['why'] | 'code' | 'direct'>;
en.scannerTest.ending satisfies Words<ScannerEnding>;
en.mode satisfies Words<Exclude<Mode, 'live'>>;
en.environment satisfies Words<Environment | `${Environment}Help`>;
en.language satisfies Words<Language>;
en.field satisfies Words<`${Exclude<keyof Settings, 'sounds' | 'fullScreen'>}Error`>;
en.role satisfies Words<Role>;
en.right satisfies Words<ForSome>;
en.staffRefusal satisfies Words<Exclude<StaffRefusal['kind'], 'cannot-write'>>;
en.notAllowed satisfies Words<Role>;
en.history.states satisfies Words<HistoryState>;

type Flat = ReadonlyMap<string, string>;

function flat(catalogue: object, prefix = ''): Flat {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(catalogue) as [string, unknown][]) {
    if (typeof value === 'object' && value !== null) {
      for (const [inner, words] of flat(value, `${prefix}${key}.`)) all.set(inner, words);
    } else {
      all.set(prefix + key, String(value));
    }
  }
  return all;
}

const placeholders = (words: string): string[] =>
  [...words.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').toSorted();

const english = flat(en);
const others = { 'zh-HK': flat(zhHK), 'zh-CN': flat(zhCN) };

describe.each(Object.entries(others))('%s', (_language, words) => {
  it('has the keys of the English catalogue and no others', () => {
    expect([...words.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  it('fills the same places in every sentence', () => {
    for (const [key, sentence] of english) {
      expect(placeholders(words.get(key) ?? ''), key).toEqual(placeholders(sentence));
    }
  });

  it('leaves no sentence empty and none in English', () => {
    for (const [key, sentence] of words) {
      expect(sentence.trim(), key).not.toBe('');
      const foreign = sentence.replaceAll(/\{\{\w+\}\}/g, '');
      const isName = /^[\x20-\x7e]*$/.test(foreign);
      if (isName && /[A-Za-z]/.test(foreign)) expect(NAMES, key).toContain(key);
    }
  });
});

/** Texts that shops in Hong Kong and on the mainland know only in Latin letters. */
const NAMES = ['wallet.payme', 'way.mpm', 'goLive.appCode', 'goLive.clientKey'];

const all = [['en', english] as const, ...Object.entries(others)];

describe('every catalogue', () => {
  it.each(all)('%s has words for each of the simulator outcomes', (_language, words) => {
    for (const { id } of OUTCOMES) expect(words.has(`outcome.${id}`), id).toBe(true);
    for (const { id } of REFUND_OUTCOMES) expect(words.has(`refundOutcome.${id}`), id).toBe(true);
  });

  it.each(all)('%s has eight different words', (_language, words) => {
    const eight = [...words].filter(([key]) => key.startsWith('word.')).map(([, sentence]) => sentence);
    expect(new Set(eight).size).toBe(8);
  });

  it.each(all)('%s says of every refused code that nothing was charged', (_language, words) => {
    const refusals = [...words].filter(([key]) => key.startsWith('refusal.'));
    expect(refusals).not.toHaveLength(0);
    for (const [key, sentence] of refusals) expect(sentence, key).toMatch(/Nothing was charged|沒有扣款|没有扣款/);
  });
});

describe('texts that a tired cashier must not confuse', () => {
  it.each(all)('%s says of every refused code what to do next', (_language, words) => {
    for (const [key, sentence] of words)
      if (key.startsWith('refusal.'))
        expect(sentence, key).not.toMatch(/(Nothing was charged\.|沒有扣款。|没有扣款。)$/);
  });

  it.each(all)('%s never uses the text "refund again" where it forbids a refund', (_language, words) => {
    const asked = (words.get('refund.again') ?? '').toLowerCase();
    expect(asked).not.toBe('');
    for (const key of ['word.refund-checking', 'checking.stripHintRefund', 'checking.stripHintBoth', 'refund.inDoubt'])
      expect(words.get(key)?.toLowerCase(), key).not.toContain(asked);
  });

  it.each(all)('%s has one word for each thing', (_language, words) => {
    const text = [...words.values()].join('\n');
    // The word for the manager, and in Hong Kong the noun for a record, which differs from the verb.
    expect(text).not.toMatch(/經理|经理|有[^，。]*記錄|[收付]款記錄/);
    expect(text).not.toContain('...');
  });
});

describe('a trouble that passes by itself', () => {
  const PASSES = ['full', 'read-only', 'disk', 'share', 'in-use', 'keystore-away'] as const;

  it.each(all)('%s says so, and does not ask to close or restart the till', (_language, words) => {
    for (const cause of PASSES) {
      const said = words.get(`trouble.${cause}`) ?? '';
      expect(said).toMatch(/by itself|自動|自动/);
      expect(said).not.toMatch(/restart|reopen|open it again|close the till|重新|重啟|重启|關閉收銀機|关闭收款机/i);
    }
  });
});

describe('a refund that did not start', () => {
  it.each(all)('%s says that no money was refunded, or where to look first', (_language, words) => {
    const answers = [...words].filter(([key]) => key.startsWith('refundAnswer.'));
    expect(answers).toHaveLength(7);
    const safe =
      /othing (more )?was (sent|refunded)|refunds before you refund again|沒有(退款|再次送出|回應)|没有(退款|再次发出|响应)/;
    for (const [key, sentence] of answers) expect(sentence, key).toMatch(safe);
  });
});

describe("the cashier's words", () => {
  it('are these, and no others', () => {
    expect(en.word).toEqual({
      waiting: 'Waiting for the customer',
      checking: 'Checking, do not charge again',
      'not-paid': 'Not paid, safe to try again',
      paid: 'Paid',
      'paid-late': 'Paid late',
      'refund-checking': 'Refund being checked, do not refund again',
      refunded: 'Refunded',
      'not-refunded': 'Not refunded',
    });
  });

  it('name each language in that language', () => {
    expect([en, zhHK, zhCN].map(({ language }) => language.own)).toEqual(['English', '繁體中文（香港）', '简体中文']);
  });

  it('use the characters of their own region', () => {
    expect(zhHK.way.cpm).toBe('掃描 {{wallet}}');
    // Characters that only the other region uses.
    expect(JSON.stringify(zhHK)).not.toMatch(/[们这说请顾码设询务线络载关闭]/);
    expect(JSON.stringify(zhCN)).not.toMatch(/[們這說請顧碼設詢務線絡載關閉]/);
  });
});

it('has words for each act', () => {
  const acts = Object.values(CONTRACT.cashier).flatMap((entry) => ('act' in entry ? [entry.act] : []));
  // Main notes the last one by itself: see staff/access.ts.
  expect(Object.keys(en.act).toSorted()).toEqual([...acts, 'wrong-pins'].toSorted());
});
