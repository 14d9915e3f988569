import type { CashierStage } from '../../../shared/contract/views.ts';

export type AttemptStage = Extract<CashierStage, { kind: 'attempt' }>;
