import { cooperativeMessages } from '#app/messages/cooperative.ts'
import { formatTimeRange } from '#app/shared/display-time.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'

/** A pickup slot or a room; the instants of a kept snapshot are texts. */
type Destination = { nameZh: string; nameEn: string } & (
  | { kind: 'pickup'; startsAt: Date | string; endsAt: Date | string }
  | { kind: 'building'; room: string }
)

/** Where goods go, and when or to which room. */
export function wordsOfPlace(destination: Destination, language: Language): { place: string; time: string } {
  const place = inLanguage(destination.nameZh, destination.nameEn, language)
  if (destination.kind === 'building') {
    return { place, time: cooperativeMessages[language].cutOff.room(destination.room) }
  }
  const [from, to] = [new Date(destination.startsAt), new Date(destination.endsAt)]
  return { place, time: formatTimeRange(from, to, language) }
}
