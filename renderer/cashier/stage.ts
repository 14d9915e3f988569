import type { CashierStage } from '../../shared/views.ts';

export type AttemptStage = Extract<CashierStage, { kind: 'attempt' }>;
