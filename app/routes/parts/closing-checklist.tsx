import { Form, Link } from '@remix-run/react'
import { closingMessages } from '#app/messages/closing.ts'
import { type ChecklistLine, isGreen } from '#app/modules/closing/close-checklist.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { fen, formatMoney } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { type FormBack, formBack } from './closing-form.ts'
import type { ClosingAnswer } from './closing-steps.server.ts'
import { Tag } from './closing-table.tsx'
import { CLOSING_WORK } from './closing-work.ts'
import { LINK, SECONDARY } from './refund-controls.tsx'

interface ChecklistProps {
  title: string
  lines: readonly ChecklistLine[]
  /** Whether the one who looks may explain what is open. */
  mayWaive: boolean
  answer?: ClosingAnswer | undefined
}

/** What must be done before a month is locked, each with how it stands and the way to its work. */
export function Checklist({ title, lines, mayWaive, answer }: ChecklistProps) {
  const t = useMessages(closingMessages)
  const red = lines.filter((line) => !isGreen(line)).length
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{title}</h2>
      <p className="mt-1 text-ink-2">{red === 0 ? t.period.allGreen : t.period.stillOpen(red)}</p>
      <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card px-4">
        {lines.map((line) => (
          <li key={line.name} className="py-3">
            <CheckLine line={line} />
            {mayWaive && line.mayBeWaived && !isGreen(line) && (
              <WaiveForm name={line.name} back={formBack(answer, line.name, t)} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function CheckLine({ line }: { line: ChecklistLine }) {
  const t = useMessages(closingMessages)
  const language = useLanguage()
  const words = t.checks[line.name] ?? { title: line.name, text: '' }
  const work = isGreen(line) ? undefined : CLOSING_WORK[line.name]
  const { waiver } = line
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <StateTag line={line} />
        <span className="font-semibold">{words.title}</span>
        <span className="text-sm text-ink-2 tabular-nums">{figuresOf(line, t.period)}</span>
      </p>
      <p className="mt-1 text-sm text-ink-2">{words.text}</p>
      {waiver && (
        <p className="mt-1 border-l-4 border-mai pl-2 text-sm break-words">
          {t.period.waivedBy(waiver.waivedByName, formatInstant(waiver.at, language), waiver.openCount)}
          {waiver.reason}
        </p>
      )}
      {work && (
        <Link className={`${LINK} text-sm print:hidden`} to={work}>
          {t.period.toWork}
        </Link>
      )}
    </>
  )
}

function StateTag({ line }: { line: ChecklistLine }) {
  const t = useMessages(closingMessages).period
  if (!isGreen(line)) return <Tag tone="bad">{t.red}</Tag>
  return line.open > 0 ? <Tag tone="wait">{t.waived}</Tag> : <Tag tone="done">{t.green}</Tag>
}

type PeriodWords = (typeof closingMessages)['zh']['period']

function figuresOf({ open, detail }: ChecklistLine, t: PeriodWords): string {
  if (detail?.stale) return t.stale
  if (open === 0) return ''
  const { amountFen } = detail ?? {}
  const amount = typeof amountFen === 'number' ? ` · ${t.amount(formatMoney(fen(amountFen)))}` : ''
  return `${t.openCount(open)}${amount}`
}

function WaiveForm({ name, back }: { name: string; back: FormBack }) {
  const t = useMessages(closingMessages).period
  return (
    <details className="mt-2 print:hidden" open={back.errorOf('reason') !== undefined}>
      <summary className="inline-flex min-h-11 cursor-pointer items-center text-indigo underline">{t.reason}</summary>
      <Form method="post" className="mt-2 grid max-w-[680px] gap-3">
        <input type="hidden" name="intent" value="waive" />
        <input type="hidden" name="check" value={name} />
        <Field label={t.reason} hint={t.reasonHint} name="reason" id={`reason-${name}`} error={back.errorOf('reason')}>
          {(control) => <textarea {...control} rows={3} maxLength={500} required defaultValue={back.typed('reason')} />}
        </Field>
        <div>
          <button type="submit" className={SECONDARY}>
            {t.waive}
          </button>
        </div>
      </Form>
    </details>
  )
}
