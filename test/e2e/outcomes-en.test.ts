import { outcomesIn } from './outcomes.ts';

outcomesIn('en');
