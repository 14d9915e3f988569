/** The words of both windows. All three catalogues are bundled, so a change of language needs no loading. */
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

// Runs at import: the first state may already wait when the store subscribes, and it needs words.
void i18next.use(initReactI18next).init({
  resources: { en: { translation: en }, 'zh-HK': { translation: zhHK }, 'zh-CN': { translation: zhCN } },
  lng: machineLanguage(navigator.language),
  fallbackLng: 'en',
  // React already escapes the values.
  interpolation: { escapeValue: false },
  // A sentence about no particular payment names every wallet that the till offers.
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
