import { createContext, type ReactNode, useContext } from 'react'
import type { Language } from '#app/shared/language.ts'

const LanguageContext = createContext<Language>('zh')

/** Says in which language everything below it speaks. */
export function LanguageProvider({ language, children }: { language: Language; children: ReactNode }) {
  return <LanguageContext.Provider value={language}>{children}</LanguageContext.Provider>
}

export function useLanguage(): Language {
  return useContext(LanguageContext)
}

/** The words of one area (`{ zh, en }` of app/messages) in the reader's language. */
export function useMessages<Messages>(area: Record<Language, Messages>): Messages {
  return area[useContext(LanguageContext)]
}
