import { z } from 'zod'
import type { CountingRuleId } from '#app/shared/ids.ts'
import { isUuid } from '#app/shared/ids.ts'
import { type Fen, ZERO_FEN } from '#app/shared/money.ts'
import { dayText, documentNoText, percentText, wholeText, yuanText } from './form-values.ts'
import { computeTarget, MAX_HEADS, TARGET_BASES, type TargetBasis, type TargetBasisKind } from './target-basis.ts'
import { partKey, readPartKey, type TargetLine } from './target-entries.ts'

/** Rows a form may have. */
export const MAX_TARGET_ROWS = 40

/** One part of the task as it is typed. What a figure means depends on the basis. */
const rowSchema = z
  .object({
    /** Key of the part; a row without one is left out. */
    part: z.string().optional(),
    basis: z.enum(TARGET_BASES, 'missing').optional(),
    /** The amount itself, the budget, yuan a head, or last year's figure (left out: what the books say). */
    figure: yuanText.optional(),
    share: percentText.optional(),
    heads: wholeText(MAX_HEADS).optional(),
  })
  .superRefine((row, context) => {
    for (const [name, message] of rowProblems(row)) context.addIssue({ code: 'custom', path: [name], message })
  })
type TargetRowForm = z.output<typeof rowSchema>

/** A million yuan a head: nobody spends more, and every product stays an exact number. */
const MAX_PER_HEAD_FEN = 100_000_000

interface RowFields {
  part?: string | undefined
  basis?: TargetBasisKind | undefined
  figure?: Fen | undefined
  share?: number | undefined
  heads?: number | undefined
}

/** What a row lacks for the basis it names: [field, error key] each. */
function rowProblems(row: RowFields): [string, string][] {
  if (row.part === undefined) return []
  const { basis, figure } = row
  const problems: [boolean, string, string][] = [
    [readPartKey(row.part) === undefined, 'part', 'unknown'],
    [basis === undefined, 'basis', 'missing'],
    [figure === undefined && basis !== 'last_year', 'figure', 'missing'],
    [basis === 'budget_share' && !row.share, 'share', 'missing'],
    [basis === 'per_head' && row.heads === undefined, 'heads', 'missing'],
    [basis === 'per_head' && (figure ?? 0) > MAX_PER_HEAD_FEN, 'figure', 'tooMuch'],
  ]
  return problems.flatMap(([isThere, name, key]): [string, string][] => (isThere ? [[name, key]] : []))
}

export const planTargetSchema = z.object({
  year: wholeText(2100),
  documentNo: documentNoText,
  decidedOn: dayText,
  countingRuleId: z
    .string('missing')
    .refine(isUuid, 'unknown')
    .transform((id) => id as CountingRuleId),
  rows: z.array(rowSchema).max(MAX_TARGET_ROWS).default([]),
})
export type PlanTargetForm = z.output<typeof planTargetSchema>

/** What was attained in a year, by key of the part. */
export type Attained = Readonly<Record<string, Fen>>

/** The rows as lines of a decision, each with the amount its basis comes to. */
export function planLines(rows: readonly TargetRowForm[], lastYear: Attained): TargetLine[] {
  return rows.flatMap((row): TargetLine[] => {
    const part = row.part === undefined ? undefined : readPartKey(row.part)
    if (!part) return []
    const basis = basisOf(row, lastYear[partKey(part)] ?? ZERO_FEN)
    return [{ part, amount: computeTarget(basis), basis }]
  })
}

function basisOf(row: TargetRowForm, lastYear: Fen): TargetBasis {
  const figure = row.figure ?? ZERO_FEN
  switch (row.basis ?? 'amount') {
    case 'amount':
      return { basis: 'amount', amount: figure }
    case 'budget_share':
      return { basis: 'budget_share', budget: figure, shareBasisPoints: row.share ?? 0 }
    case 'per_head':
      return { basis: 'per_head', heads: row.heads ?? 0, perHead: figure }
    case 'last_year':
      return { basis: 'last_year', lastYear: row.figure ?? lastYear }
  }
}
