/** The words of both windows: three catalogues, all bundled, so that a change of language needs no waiting. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from '../../shared/words/en.json';
import zhCN from '../../shared/words/zh-CN.json';
import zhHK from '../../shared/words/zh-HK.json';
import type { Language } from '../../shared/settings.ts';
import { machineLanguage } from './language-tag.ts';
import { namesOnOffer } from './wallet-name.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

// At import and not later: the first state may be waiting when the store subscribes, and it needs words.
void i18next.use(initReactI18next).init({
  resources: { en: { translation: en }, 'zh-HK': { translation: zhHK }, 'zh-CN': { translation: zhCN } },
  lng: machineLanguage(navigator.language),
  fallbackLng: 'en',
  // React escapes by itself.
  interpolation: { escapeValue: false },
  // A sentence that is about no payment of its own.
  missingInterpolationHandler: (_sentence, [place, name]: RegExpExecArray, { lng }) =>
    name?.trim() === 'wallet' ? namesOnOffer(i18next.t, lng) : place,
  initAsync: false,
});
document.documentElement.lang = i18next.language;

export function speak(language: Language): void {
  if (i18next.language === language) return;
  void i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
