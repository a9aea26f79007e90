/** Languages the shop speaks. Chinese is first: it is the type every other catalogue must match. */
export const LANGUAGES = ['zh', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** Picks the text of a bilingual record: pick(row.nameZh, row.nameEn, 'zh'). */
export function inLanguage(zh: string, en: string, language: Language): string {
  return language === 'zh' ? zh : en
}
