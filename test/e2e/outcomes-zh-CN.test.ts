import { outcomesIn } from './outcomes.ts';

outcomesIn('zh-CN');
