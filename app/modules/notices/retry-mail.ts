import { z } from 'zod'
import { isUuid, type NoticeId } from '#app/shared/ids.ts'

export const retryMailSchema = z.object({
  noticeId: z
    .string()
    .refine(isUuid)
    .transform((id) => id as NoticeId),
})

export type RetryMailRefusal = { kind: 'noSuchMail' } | { kind: 'noAddress' }
