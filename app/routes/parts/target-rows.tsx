import { officeMessages } from '#app/messages/office-forms.ts'
import { targetsMessages } from '#app/messages/targets.ts'
import { TARGET_BASES, type TargetBasis } from '#app/modules/assistance/target-basis.ts'
import { partKey, type TargetLine } from '#app/modules/assistance/target-entries.ts'
import { type Fen, fen, formatYuan } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { officeError } from './office-form.tsx'
import { BOX } from './refund-controls.tsx'
import { typedIn } from './refund-form.ts'
import type { TargetReply } from './target-steps.server.ts'

interface TargetRowsProps {
  count: number
  /** What the decision in force says, to begin with. */
  before: readonly TargetLine[]
  options: readonly { value: string; words: string }[]
  answer: TargetReply | undefined
}

/** The parts of a decision, one row each. */
export function TargetRows({ count, before, options, answer }: TargetRowsProps) {
  return (
    <ol className="grid gap-3">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the form
        <li key={index}>
          <TargetRow index={index} before={before[index]} options={options} answer={answer} />
        </li>
      ))}
    </ol>
  )
}

type Part = 'part' | 'basis' | 'figure' | 'share' | 'heads'

interface TargetRowProps {
  index: number
  before: TargetLine | undefined
  options: TargetRowsProps['options']
  answer: TargetReply | undefined
}

function TargetRow({ index, before, options, answer }: TargetRowProps) {
  const t = useMessages(targetsMessages)
  const office = useMessages(officeMessages)
  const begun = before && typedOf(before)
  const field = (part: Part) => {
    const name = `rows[${index}].${part}`
    const typed = answer?.reply ? typedIn(answer.reply, name) : begun?.[part]
    return { name, error: officeError(answer?.reply, name, office), typed }
  }
  const select = (part: 'part' | 'basis', label: string, values: readonly { value: string; words: string }[]) => {
    const { name, error, typed } = field(part)
    return (
      <Field label={label} name={name} error={error}>
        {(control) => (
          <select {...control} defaultValue={typed ?? ''}>
            <option value="">{part === 'part' ? t.noPart : office.choose}</option>
            {values.map(({ value, words }) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
    )
  }
  const input = (part: 'figure' | 'share' | 'heads', label: string, maxLength: number) => {
    const { name, error, typed } = field(part)
    const inputMode = part === 'heads' ? 'numeric' : 'decimal'
    return (
      <Field label={label} name={name} error={error} inputMode={inputMode} maxLength={maxLength} defaultValue={typed} />
    )
  }
  return (
    <fieldset className={BOX}>
      <legend className="px-1 text-sm text-ink-2">{t.rowOf(index + 1)}</legend>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-[2fr_1.5fr_1.5fr_0.8fr_0.8fr]">
        {select('part', t.part, options)}
        {select(
          'basis',
          t.basis,
          TARGET_BASES.map((basis) => ({ value: basis, words: t.bases[basis] })),
        )}
        {input('figure', t.figure, 18)}
        <div className="grid grid-cols-2 gap-3 lg:contents">
          {input('share', t.share, 6)}
          {input('heads', t.headCount, 7)}
        </div>
      </div>
    </fieldset>
  )
}

/** A line as somebody would type it. */
function typedOf(line: TargetLine): Record<Part, string | undefined> {
  const basis: TargetBasis = line.basis ?? { basis: 'amount', amount: line.amount }
  return {
    part: partKey(line.part),
    basis: basis.basis,
    figure: line.amount > 0 ? plainYuan(figureOf(basis)) : undefined,
    share: basis.basis === 'budget_share' ? plainYuan(fen(basis.shareBasisPoints)) : undefined,
    heads: basis.basis === 'per_head' ? String(basis.heads) : undefined,
  }
}

function figureOf(basis: TargetBasis): Fen {
  switch (basis.basis) {
    case 'amount':
      return basis.amount
    case 'budget_share':
      return basis.budget
    case 'per_head':
      return basis.perHead
    case 'last_year':
      return basis.lastYear
  }
}

function plainYuan(amount: Fen): string {
  return formatYuan(amount).replaceAll(',', '').replace(/\.00$/, '')
}
