import { data } from '@remix-run/node'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { listOfficeChoices } from '#app/modules/assistance/office-choices.server.ts'
import {
  MAX_TARGET_ROWS,
  type PlanTargetForm,
  planLines,
  planTargetSchema,
} from '#app/modules/assistance/plan-target.ts'
import { previewTarget, setTarget } from '#app/modules/assistance/set-target.server.ts'
import type { SetTargetRefusal, TargetDecision } from '#app/modules/assistance/set-target.ts'
import type { TargetChange } from '#app/modules/assistance/target-entries.ts'
import { readAttainedByPart } from '#app/modules/assistance/target-queries.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { type KeptFile, readOfficeForm } from './office-file.server.ts'
import type { OfficeReply } from './office-form.tsx'
import { explainTarget } from './target-words.ts'

export interface TargetReply extends OfficeReply {
  rowCount: number
  preview: TargetChange[] | undefined
}

const ROW_NAME = /^rows\[(\d+)\]\./

/** Answers the form of a decision: shows more rows, shows what it would change, or puts it in force. */
export async function answerTarget(request: Request, officer: Actor<'target:set'>) {
  const { fields, file, problem } = await readOfficeForm(request, officer.personId)
  const intent = fields.get('intent')
  const submission = parseFields(fields, planTargetSchema)
  const reply = submission.reply()
  const rows = 1 + Math.max(-1, ...[...fields.keys()].map((name) => Number(ROW_NAME.exec(name)?.[1] ?? -1)))
  const answer = (given: Partial<TargetReply>, status: number) => {
    const base = { refused: undefined, reply, file, fileProblem: problem, rowCount: rows, preview: undefined }
    return data({ ...base, ...given } satisfies TargetReply, { status })
  }
  if (intent === 'rows') {
    const rowCount = Math.min(rows + 4, MAX_TARGET_ROWS)
    return answer({ reply: { ...reply, status: undefined, error: undefined }, rowCount }, 200)
  }
  if (submission.status !== 'success' || problem) return answer({}, 422)
  const decision = await decisionOf(submission.value, file)
  if (intent === 'preview') {
    const { changes, refusal } = await previewTarget(getRuntime().db, { decision, now: clock.now() })
    return answer({ preview: changes, refused: refusal && (await explain(request, refusal)) }, 200)
  }
  const set = await setTarget(getRuntime().db, { decision, authority: officer, now: clock.now() })
  if (set.ok) return redirectWithNotice(paths.finance.targets(decision.year), 'targetSet')
  return answer({ refused: await explain(request, set.refusal) }, 409)
}

async function decisionOf(form: PlanTargetForm, file: KeptFile | undefined): Promise<TargetDecision> {
  const { rows, ...facts } = form
  const lastYear = await readAttainedByPart(getRuntime().db, form.year - 1)
  return { ...facts, lines: planLines(rows, lastYear), ...(file && { documentId: file.documentId }) }
}

async function explain(request: Request, refusal: SetTargetRefusal): Promise<string> {
  const names = await listOfficeChoices(getRuntime().db)
  return explainTarget(refusal, { names, language: readPreferences(request).language })
}

const YEAR = /^20(?:1[5-9]|[2-9]\d)$/

/** The year an address names, else `fallback`. */
export function readYear(request: Request, fallback: number): number {
  const year = new URL(request.url).searchParams.get('year') ?? ''
  return YEAR.test(year) ? Number(year) : fallback
}
