import type { Examples } from '../state/examples.ts';

export const TRAINING: Examples = {
  'still-practising': { stillPractising: true },
};
