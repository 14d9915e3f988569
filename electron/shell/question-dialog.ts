/** Asks a person in a dialog of the system, on the cashier's window. The default is no: a scan ends in Enter. */
import { dialog, type BrowserWindow } from 'electron';
import type { Language } from '../../shared/settings.ts';
import type { AskPerson } from '../commands/question.ts';
import type { Log } from '../till/ports/world.ts';

const NO = 0;
const YES = 1;

/** @param window the cashier's window, or null while it is being remade */
export function createAskPerson(window: () => BrowserWindow | null, language: () => Language, log: Log): AskPerson {
  let isAsking = false;
  return async (question) => {
    const parent = window();
    if (isAsking || parent === null) return false;
    isAsking = true;
    try {
      const { questionWords } = await import('./question-words.ts');
      const { message, detail, yes, no } = questionWords(question, language());
      const options = { type: 'question', title: message, message, detail, buttons: [no, yes] } as const;
      const { response } = await dialog.showMessageBox(parent, {
        ...options,
        buttons: [...options.buttons],
        defaultId: NO,
        cancelId: NO,
        noLink: true,
      });
      log('question.answered', { kind: question.kind, yes: response === YES });
      return response === YES;
    } finally {
      isAsking = false;
    }
  };
}
