/** An invented wallet whose row fills every column, so that tests cover every column. */
import { PAY_TYPES, type PayType } from '../../electron/simulator/pay-types.ts';
import { LANGUAGES } from '../../shared/settings.ts';
import { WALLETS, type Wallet } from '../../shared/wallet.ts';
import type { Edit } from './planted-copy.ts';

export const MADE_UP: Wallet = {
  // The type allows only the ids of the table, so the test casts its own.
  id: 'tram' as Wallet['id'],
  isOn: true,
  modes: {
    mpm: { payType: '899901', alsoListedAs: ['899902'] },
    cpm: { payType: '899908', alsoListedAs: [] },
  },
  currency: 'HKD',
  stepCents: 10,
  lifeMinutes: 10,
  refundsInPart: true,
  refundDays: 30,
  codes: [
    { shape: 'digits', minLength: 17, maxLength: 17, firstTwoFrom: 91, firstTwoTo: 93 },
    { shape: 'begins-with', beginnings: ['TRAM'] },
  ],
};

/** The simulator's rows of this wallet. */
export const MADE_UP_PAY_TYPES: readonly PayType[] = (['mpm', 'cpm'] as const).map((mode) => ({
  mode,
  code: mode === 'mpm' ? '899901' : '899908',
  toldAs: mode === 'mpm' ? '899902' : '899908',
  qr: 'https://qr.tram.example/',
  lifeMinutes: 10,
  stepCents: 10,
  refundsInPart: true,
  refundDays: 30,
}));

/** Adds the wallet to the till's table. @returns a function that removes it */
export const addWallet = (more: Partial<Wallet> = {}): (() => void) => addTo(WALLETS, [{ ...MADE_UP, ...more }]);

/** Adds the wallet to the simulator's table. @returns a function that removes it */
export const addPayTypes = (): (() => void) => addTo(PAY_TYPES, MADE_UP_PAY_TYPES);

function addTo<Row>(rows: readonly Row[], added: readonly Row[]): () => void {
  const table = rows as Row[];
  table.push(...added);
  return () => {
    table.splice(0, table.length, ...table.filter((row) => !added.includes(row)));
  };
}

/** The edit that adds the wallet's row to the till. */
export const ROW_EDIT: Edit = {
  file: 'shared/wallet.ts',
  find: '\n] as const satisfies readonly Row[];',
  put: `\n  ${JSON.stringify(MADE_UP)},\n] as const satisfies readonly Row[];`,
};

/** All edits for a new wallet: its row, its name in three languages, and the simulator's rows. */
export const WALLET_EDITS: readonly Edit[] = [
  ROW_EDIT,
  ...LANGUAGES.map((language) => ({
    file: `shared/words/${language}.json`,
    find: '"payme": "PayMe"\n',
    put: `"payme": "PayMe",\n    "${MADE_UP.id}": "Tram"\n`,
  })),
  {
    file: 'electron/simulator/pay-types.ts',
    find: '\nexport const PAY_TYPES: readonly PayType[] = [',
    put: [
      '\nexport const PAY_TYPES: readonly PayType[] = [',
      ...MADE_UP_PAY_TYPES.map((row) => `  ${JSON.stringify(row)},`),
    ].join('\n'),
  },
];
