import type { Language } from '../../shared/settings.ts';

/** The catalogue nearest to the machine's language tag, used until the window knows the shop's language. */
export function machineLanguage(tag: string): Language {
  const lower = tag.toLowerCase();
  if (!lower.startsWith('zh')) return 'en';
  return /hans|-cn|-sg/.test(lower) ? 'zh-CN' : 'zh-HK';
}
