/** The text of a question in the cashier's language, for a dialog of the system. Loaded for the first question. */
import { formatAmount } from '../../shared/money.ts';
import { assertNever } from '../../shared/result.ts';
import { mchidOf, type Language, type Settings } from '../../shared/settings.ts';
import en from '../../shared/words/en.json' with { type: 'json' };
import zhCN from '../../shared/words/zh-CN.json' with { type: 'json' };
import zhHK from '../../shared/words/zh-HK.json' with { type: 'json' };
import type { Change, Question } from '../commands/question.ts';

const CATALOGUES = { en, 'zh-HK': zhHK, 'zh-CN': zhCN } as const;

export type QuestionWords = {
  readonly message: string;
  readonly detail: string;
  readonly yes: string;
  readonly no: string;
};

export function questionWords(question: Question, language: Language): QuestionWords {
  const words = CATALOGUES[language];
  const { yes, no } = words.question;
  switch (question.kind) {
    case 'go-live': {
      const { settings, appCodeTail: tail } = question;
      const account = filled(words.question.goLiveText, { environment: words.environment[settings.environment], tail });
      const detail = [account, ...liveWith(settings, language)].join('\n');
      return { message: words.question.goLive, detail, yes, no };
    }
    case 'open-as': {
      const facts = { tillId: question.tillId, environment: words.environment[question.environment] };
      return { message: words.question.openAs, detail: filled(words.lostSettings.now, facts), yes, no };
    }
    case 'change': {
      const { before, next } = question;
      const lines = question.changes.map((change) => {
        const [from, to] = [shown(change, before, language), shown(change, next, language)];
        return `${nameOf(change, language)}: ${from} → ${to}`;
      });
      const goesLive = question.changes.includes('environment') && next.environment !== 'training';
      const facts = goesLive ? liveWith(next, language) : [];
      return { message: words.question.change, detail: [...lines, ...facts].join('\n'), yes, no };
    }
    default:
      return assertNever(question);
  }
}

/** The settings that a page can change while the till is in training, one line each. */
function liveWith(settings: Settings, language: Language): readonly string[] {
  const names = ['tillId', 'mchid', 'returnUrl', 'limit'] as const satisfies readonly Change[];
  return names.map((name) => `${nameOf(name, language)}: ${shown(name, settings, language)}`);
}

function nameOf(change: Change, language: Language): string {
  const words = CATALOGUES[language];
  return change === 'environment' ? words.goLive.environment : words.field[change];
}

function shown(change: Change, settings: Settings, language: Language): string {
  switch (change) {
    case 'environment':
      return CATALOGUES[language].environment[settings.environment];
    case 'limit':
      return formatAmount(settings.limit, 'HKD');
    case 'mchid':
      return mchidOf(settings) || '–';
    case 'tillId':
    case 'returnUrl':
      return settings[change] || '–';
    default:
      return assertNever(change);
  }
}

function filled(words: string, facts: Readonly<Record<string, string>>): string {
  return words.replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => facts[name] ?? '');
}
