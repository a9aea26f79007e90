import { storePhoto } from '#app/platform/photo.server.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

/** Stores the photographs of a complaint, in their order. Refused as a whole when one is none. */
export async function storeComplaintPhotos(
  files: readonly Buffer[],
): Promise<Result<string[], 'tooLarge' | 'unreadable' | 'busy'>> {
  const keys: string[] = []
  for (const file of files) {
    const stored = await storePhoto(file)
    if (stored.ok) keys.push(stored.value.key)
    else if (stored.refusal.kind === 'busy') return refuse('busy')
    else if (stored.refusal.kind === 'tooLarge' || stored.refusal.kind === 'tooManyPixels') return refuse('tooLarge')
    else return refuse('unreadable')
  }
  return ok(keys)
}
