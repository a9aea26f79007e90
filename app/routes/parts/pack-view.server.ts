import { data } from '@remix-run/node'
import { z } from 'zod'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { askPack } from '#app/modules/evidence/ask-pack.server.ts'
import {
  type EvidencePack,
  listPacks,
  listScopeChoices,
  readScopeSum,
  readWorklist,
} from '#app/modules/evidence/evidence-queries.server.ts'
import { parseScope } from '#app/modules/evidence/evidence-scope.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { type EvidencePackId, isUuid } from '#app/shared/ids.ts'
import type { PackQuery } from './pack-query.ts'

const SHOWN_LINES = 50
const SHOWN_PACKS = 20

export type PackOnPage = Omit<EvidencePack, 'askedAt' | 'finishedAt'> & { askedAt: number }

/** What the page about evidence shows of a scope. */
export async function readPacksView({ scope, after }: PackQuery) {
  const { db } = getRuntime()
  const [sum, worklist, packs, choices] = await Promise.all([
    readScopeSum(db, scope),
    readWorklist(db, { scope, after, limit: SHOWN_LINES }),
    listPacks(db, { limit: SHOWN_PACKS }),
    listScopeChoices(db),
  ])
  return { sum, worklist, packs: packs.map(onPage), choices }
}

/** The pack an address names. Throws 404 for none. */
export async function readPack(params: { packId?: string | undefined }): Promise<EvidencePack> {
  const { packId = '' } = params
  const [pack] = isUuid(packId) ? await listPacks(getRuntime().db, { packId: packId as EvidencePackId, limit: 1 }) : []
  if (!pack) throw notFound()
  return pack
}

export function onPage({ askedAt, finishedAt: _, ...pack }: EvidencePack): PackOnPage {
  return { ...pack, askedAt: askedAt.getTime() }
}

const askSchema = z.object({
  requestId: z.uuid(),
  from: z.string().max(10),
  to: z.string().max(10),
  county: z.string().max(32).optional(),
  agreement: z.string().max(36).optional(),
})

/** Answers the button that has a pack made. */
export async function askPackByForm(request: Request, { actor, now }: { actor: Actor<'progress:export'>; now: Date }) {
  const submission = await parseForm(request, askSchema)
  if (submission.status !== 'success') throw badRequest()
  const form: Record<string, string | undefined> = submission.value
  const scope = parseScope((name) => form[name] ?? null)
  if (!scope) throw badRequest()
  const { requestId } = submission.value
  const asked = await askPack(getRuntime().db, { actor, requestId, scope, now })
  if (!asked.ok) return data({ refusal: asked.refusal }, { status: 409 })
  return redirectWithNotice(paths.finance.evidencePack(asked.value.packId), 'packAsked')
}
