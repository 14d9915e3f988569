import type { Language } from '../../shared/settings.ts';

/** The catalogue nearest to a language tag of the machine, for the moment before the shop's own language is known. */
export function machineLanguage(tag: string): Language {
  const lower = tag.toLowerCase();
  if (!lower.startsWith('zh')) return 'en';
  return /hans|-cn|-sg/.test(lower) ? 'zh-CN' : 'zh-HK';
}
