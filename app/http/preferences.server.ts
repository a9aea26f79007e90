import type { Language } from '#app/shared/language.ts'

/** How a reader likes the pages; the only thing of a visitor that a shared page depends on. */
export interface Preferences {
  language: Language
  size: 'normal' | 'big'
  theme: 'system' | 'light' | 'dark'
}

const PREFERENCES_COOKIE = 'prefs'
const YEAR_SECONDS = 365 * 24 * 60 * 60
const FORM = /^(zh|en)\.(normal|big)\.(system|light|dark)$/

/** Reads the preferences a request carries; anything not exactly of our form counts as none. */
export function readPreferences(request: { headers: { get(name: string): string | null } }): Preferences {
  return parsePreferences(request.headers.get('cookie') ?? '')
}

export function parsePreferences(cookieHeader: string): Preferences {
  const value = /(?:^|;\s*)prefs=([^;]*)/.exec(cookieHeader)?.[1] ?? ''
  const match = FORM.exec(value)
  if (!match) return { language: 'zh', size: 'normal', theme: 'system' }
  return {
    language: match[1] as Language,
    size: match[2] as Preferences['size'],
    theme: match[3] as Preferences['theme'],
  }
}

export function preferencesKey(preferences: Preferences): string {
  return `${preferences.language}.${preferences.size}.${preferences.theme}`
}

/** The Set-Cookie line that keeps `preferences` for a year. */
export function preferencesCookie(preferences: Preferences): string {
  return `${PREFERENCES_COOKIE}=${preferencesKey(preferences)}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`
}
