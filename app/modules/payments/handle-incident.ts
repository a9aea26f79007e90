import { z } from 'zod'

/** What was done about an incident: one sentence for whoever looks later. */
export const closeIncidentSchema = z.object({
  resolution: z.string({ error: 'resolutionMissing' }).trim().min(4, 'resolutionShort').max(500, 'resolutionLong'),
})

export type TakeIncidentRefusal =
  | { kind: 'notFound' }
  | { kind: 'closed' }
  /** Somebody else took it since the page was read. */
  | { kind: 'takenMeanwhile'; by: string }

export type CloseIncidentRefusal =
  | { kind: 'notFound' }
  | { kind: 'closed' }
  /** Only who looks after it closes it. */
  | { kind: 'notOwner' }
