import type { CashierStage } from '../../shared/contract.ts';

export type AttemptStage = Extract<CashierStage, { kind: 'attempt' }>;
