/** There are several wallets now; every attempt before was PayMe's. An entry of the journal that names none is PayMe's too. */
export const MIGRATION_11 = `
  ALTER TABLE attempts ADD COLUMN wallet TEXT NOT NULL DEFAULT 'payme' CHECK (wallet <> '');
`;
