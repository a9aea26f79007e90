import { createHash } from 'node:crypto'
import { type EntryDraft, entryInputText } from '../entry.ts'

/** SHA-256 of everything the entry says, in hex. When it was recorded is not part of it. */
export function entryInputHash(draft: EntryDraft): string {
  return createHash('sha256').update(entryInputText(draft)).digest('hex')
}
