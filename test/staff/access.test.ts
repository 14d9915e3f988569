/** Who is at the till: coming by PIN, wrong PINs, the lock, and who nobody may become by a lost file. */
import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccess, type Access, type AccessDeps } from '../../electron/staff/access.ts';
import { openPins, type Pins } from '../../electron/staff/pins.ts';
import type { Act } from '../../shared/act.ts';
import { THE_OWNER } from '../../shared/role.ts';
import type { Person } from '../../shared/person.ts';
import { newFolder } from '../support/folders.ts';

const OWNER: Person = { id: 'person:01', version: 1, name: 'Mei Ling', role: 'owner', isActive: true };
const CASHIER: Person = { ...OWNER, id: 'person:02', name: 'Ah Ming', role: 'cashier' };
const [OWNERS_PIN, CASHIERS_PIN] = ['80415', '1111'];

let place: ReturnType<typeof newFolder>;
let people: readonly Person[] | null;
let facts: { ledger: string; isPractice: boolean; usesRoles: boolean; minutes: number; isSale: boolean };
let now: number;
let due: { readonly at: number; readonly call: () => void } | null;
let acts: Act[];
let pins: Pins;
let access: Access;

const open = (): void => {
  pins = openPins(
    join(place.folder, 'pins.json'),
    (text) => `hash of ${text}`,
    () => undefined,
  );
  const deps: AccessDeps = {
    people: () => people,
    ledgerName: () => facts.ledger,
    isPractice: () => facts.isPractice,
    usesRoles: () => facts.usesRoles,
    lockAfterMinutes: () => facts.minutes,
    isSaleOnScreen: () => facts.isSale,
    pins,
    folder: place.folder,
    clock: { mono: () => now, wall: () => now },
    timers: {
      after(ms, call) {
        due = { at: now + ms, call };
        return () => {
          due = null;
        };
      },
    },
    noteAct: (act) => acts.push(act),
    log: () => undefined,
    onChange: () => undefined,
  };
  access = createAccess(deps);
};
const pass = (ms: number): void => {
  now += ms;
  if (due === null || due.at > now) return;
  const { call } = due;
  due = null;
  call();
};
const come = (person = CASHIER, pin = CASHIERS_PIN) => access.changeOver(person.id, pin ?? '');

beforeEach(async () => {
  place = newFolder();
  people = [OWNER, CASHIER];
  facts = { ledger: 'production', isPractice: false, usesRoles: true, minutes: 0, isSale: false };
  now = 0;
  due = null;
  acts = [];
  open();
  await pins.set({ ledger: 'production', id: OWNER.id }, OWNERS_PIN ?? '');
  await pins.set({ ledger: 'production', id: CASHIER.id }, CASHIERS_PIN ?? '');
});
afterEach(() => {
  place.remove();
});

describe('at the till is', () => {
  it('nobody, until somebody comes by PIN; then they, until another comes', async () => {
    expect(access.actor()).toBeNull();
    expect(await come()).toEqual({ kind: 'right' });
    expect(access.actor()).toEqual({ role: 'cashier', by: 'Ah Ming' });
    expect(await come(OWNER, OWNERS_PIN)).toEqual({ kind: 'right' });
    expect(access.actor()).toEqual({ role: 'owner', by: 'Mei Ling' });
  });

  it('nobody, if another ledger was opened while the PIN was checked: there the same id is another person', async () => {
    const answer = come();
    facts.ledger = 'live-test';
    expect(await answer).toEqual({ kind: 'not-possible' });
    await pins.set({ ledger: 'live-test', id: CASHIER.id }, '2222');
    expect(access.actor()).toBeNull();
  });

  it('everybody as the owner, in a shop that has switched roles off, or that has no people yet', () => {
    facts.usesRoles = false;
    expect(access.actor()).toEqual(THE_OWNER);
    facts.usesRoles = true;
    expect(access.actor()).toBeNull();
    people = [];
    expect(access.actor()).toEqual(THE_OWNER);
    expect(access.missing()).toBe('owner');
  });

  it('nobody any more, once their person was switched off or another ledger was opened', async () => {
    await come();
    facts.ledger = 'live-test';
    expect(access.atTill().kind).toBe('nobody');
    facts.ledger = 'production';
    expect(access.atTill().kind).toBe('person');
    people = [OWNER, { ...CASHIER, isActive: false }];
    expect(access.actor()).toBeNull();
    expect(await come()).toEqual({ kind: 'not-possible' });
  });

  it('somebody by the role that they have now', async () => {
    await come();
    people = [OWNER, { ...CASHIER, role: 'manager', name: 'Ming' }];
    expect(access.actor()).toEqual({ role: 'manager', by: 'Ming' });
  });

  it('not everybody, while no ledger is open: who was active is known from the last time', () => {
    pins.keepRoster('production', people ?? []);
    people = null;
    expect(access.actor()).toBeNull();
    expect(access.people().map(({ name }) => name)).toEqual(['Mei Ling', 'Ah Ming']);
    expect(access.missing()).toBeNull();
  });
});

describe('a lost file of PINs', () => {
  beforeEach(() => {
    rmSync(join(place.folder, 'pins.json'));
    open();
  });

  it('makes nobody an owner, and is told', () => {
    expect(access.actor()).toBeNull();
    expect(access.missing()).toBe('pins');
  });

  it('lets everybody practise, where no real money is', () => {
    facts.isPractice = true;
    expect(access.actor()).toEqual(THE_OWNER);
    expect(access.missing()).toBeNull();
  });
});

describe('wrong PINs', () => {
  const wrong = () => come(OWNER, '0000');

  it('wait 1, 2, 4 seconds and so on up to 60, also over a restart, and a right one too soon is not looked at', async () => {
    const waits: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      const answer = await wrong();
      if (answer.kind === 'wrong') waits.push(answer.waitSeconds);
      expect(await come(OWNER, OWNERS_PIN)).toMatchObject({ kind: 'too-soon' });
      pass(60_000);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    open();
    expect(await come(OWNER, OWNERS_PIN)).toEqual({ kind: 'too-soon', waitSeconds: 60 });
    pass(60_000);
    expect(await come(OWNER, OWNERS_PIN)).toEqual({ kind: 'right' });
    expect(await wrong()).toEqual({ kind: 'wrong', waitSeconds: 1 });
  });

  it('are counted for each person: whoever knows their own PIN cannot begin anew with it', async () => {
    await wrong();
    pass(1_000);
    expect(await come()).toEqual({ kind: 'right' });
    expect(await wrong()).toEqual({ kind: 'wrong', waitSeconds: 2 });
  });

  it('are an act once there were ten in a row, without what was typed', async () => {
    for (let tries = 0; tries < 12; tries += 1) {
      await wrong();
      pass(60_000);
    }
    expect(acts).toEqual([
      { role: 'cashier', by: 'nobody', what: 'wrong-pins', about: 'person:01', facts: { wrong: 10 } },
    ]);
  });

  it('are looked at one at a time', async () => {
    const answers = await Promise.all([wrong(), come(OWNER, OWNERS_PIN)]);
    expect(answers.map(({ kind }) => kind)).toEqual(['wrong', 'too-soon']);
  });
});

describe('a check for an approval', () => {
  it('is of a person who may do it, and changes nobody at the till', async () => {
    await come();
    expect(await access.check(CASHIER.id, CASHIERS_PIN ?? '', 'manager')).toEqual({ kind: 'not-possible' });
    expect(await access.check(OWNER.id, OWNERS_PIN ?? '', 'manager')).toEqual({ kind: 'right' });
    expect(access.actor()).toEqual({ role: 'cashier', by: 'Ah Ming' });
  });
});

describe('the lock', () => {
  it('comes by itself only when it is set, after that time without a touch', async () => {
    await come();
    pass(3_600_000);
    expect(access.atTill().kind).toBe('person');
    facts.minutes = 5;
    access.stillHere();
    pass(4 * 60_000);
    access.stillHere();
    pass(4 * 60_000);
    expect(access.atTill().kind).toBe('person');
    pass(60_000);
    expect(access.atTill().kind).toBe('nobody');
  });

  it('waits while a sale is on the screens', async () => {
    facts = { ...facts, minutes: 5, isSale: true };
    await come();
    pass(5 * 60_000);
    expect(access.atTill().kind).toBe('person');
    facts.isSale = false;
    pass(5 * 60_000);
    expect(access.atTill().kind).toBe('nobody');
  });

  it('comes when somebody asks for it', async () => {
    await come();
    access.lock();
    expect(access.actor()).toBeNull();
  });
});
