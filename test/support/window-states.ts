/** The examples of all the cashier's screens, as states from main. Each screen has its own beside it. */
import { dayList } from '../../electron/till/views.ts';
import { BLOCKED } from '../../renderer/cashier/blocked/examples.ts';
import { TOLD } from '../../renderer/cashier/frame/examples.ts';
import { DAY_ATTEMPTS, PAYMENTS } from '../../renderer/cashier/payments/examples.ts';
import { SALE } from '../../renderer/cashier/sale/examples.ts';
import { STAFFED } from '../../renderer/cashier/staff/examples.ts';
import type { Examples } from '../../renderer/cashier/state/examples.ts';
import { TRAINING } from '../../renderer/cashier/training/examples.ts';
import type { DayList } from '../../shared/contract/day.ts';

export const CASHIER_STATES: Examples = { ...SALE, ...TOLD, ...PAYMENTS, ...TRAINING, ...BLOCKED, ...STAFFED };

/** Main's answer for the day of the examples. */
export const DAY: DayList = dayList({ day: '2026-11-22', today: '2026-11-22', currency: 'HKD' }, DAY_ATTEMPTS);
