import type { CashierStage } from '../../../shared/contract/sale.ts';

export type AttemptStage = Extract<CashierStage, { kind: 'attempt' }>;
