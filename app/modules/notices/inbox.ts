import { z } from 'zod'
import { isUuid, type NoticeId } from '#app/shared/ids.ts'

const noticeId = z
  .string()
  .refine(isUuid)
  .transform((id) => id as NoticeId)

/** What somebody does in their inbox. `open` reads one and goes to what it is about. */
export const inboxSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('read'), noticeId }),
  z.object({ intent: z.literal('open'), noticeId }),
  z.object({ intent: z.literal('readAll') }),
])
