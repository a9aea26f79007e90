import type { Language } from './language.ts'

const ZONE = 'Asia/Shanghai'

const LOCALE: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' }

const formats = new Map<string, Intl.DateTimeFormat>()

function format(language: Language, options: Intl.DateTimeFormatOptions, instant: Date): string {
  const key = `${language}${JSON.stringify(options)}`
  let made = formats.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(LOCALE[language], { timeZone: ZONE, ...options })
    formats.set(key, made)
  }
  return made.format(instant)
}

/** '2026年11月24日' or '24 November 2026', in Shanghai. */
export function formatDate(instant: Date, language: Language): string {
  return format(language, { year: 'numeric', month: 'long', day: 'numeric' }, instant)
}

/** '12月2日周三' or 'Wed 2 December', in Shanghai. */
export function formatDay(instant: Date, language: Language): string {
  return format(language, { month: 'long', day: 'numeric', weekday: 'short' }, instant)
}

/** '17:00', in Shanghai. */
export function formatClock(instant: Date, language: Language): string {
  return format(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, instant)
}

/** '2026年11月24日 22:14' or '24 November 2026, 22:14', in Shanghai. */
export function formatInstant(instant: Date, language: Language): string {
  return `${formatDate(instant, language)}${language === 'zh' ? ' ' : ', '}${formatClock(instant, language)}`
}

/** '12月2日周三 17:00–19:30'. */
export function formatTimeRange(from: Date, to: Date, language: Language): string {
  return `${formatDay(from, language)} ${formatClock(from, language)}–${formatClock(to, language)}`
}
