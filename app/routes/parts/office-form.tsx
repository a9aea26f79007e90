import { useMemo } from 'react'
import { paths } from '#app/http/paths.ts'
import { evidenceMessages } from '#app/messages/evidence.ts'
import { type OfficeMessages, officeMessages } from '#app/messages/office-forms.ts'
import { ErrorSummary, Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import type { EvidenceProblem } from './evidence-section.tsx'
import { type FormReply, typedIn } from './refund-form.ts'

/** What comes back of a form that was not taken. */
export interface OfficeReply {
  /** Why the whole was refused, in words. */
  refused: string | undefined
  reply: FormReply | undefined
  file: { documentId: string; fileName: string } | undefined
  fileProblem: EvidenceProblem | undefined
}

/** What is wrong with a field, in words; nothing when nothing is. */
export function officeError(reply: FormReply | undefined, name: string, t: OfficeMessages): string | undefined {
  const key = reply?.error?.[name]?.[0]
  return key === undefined ? undefined : (t.errors[key] ?? t.unreadable)
}

/** Everything chosen of a list of boxes before the form came back; nothing when it did not. */
export function chosenIn(reply: FormReply | undefined, name: string): string[] | undefined {
  if (!reply) return undefined
  const value: unknown = reply.initialValue?.[name]
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string')
  return typeof value === 'string' ? [value] : []
}

interface OfficeErrorsProps {
  answer: OfficeReply | undefined
  /** The words of the page: a field's label stands under the field's name, a row's part under `part` of `rowLabels`. */
  labels: Readonly<Record<string, unknown>>
  rowLabels?: Readonly<Record<string, string>>
}

const ROW_FIELD = /^[a-z]+\[(\d+)\]\.([A-Za-z]+)$/

/** All that must be put right, first in the form. */
export function OfficeErrors({ answer, labels, rowLabels }: OfficeErrorsProps) {
  const t = useMessages(officeMessages)
  const files = useMessages(evidenceMessages)
  const errors = useMemo(() => {
    const fields = Object.entries(answer?.reply?.error ?? {}).flatMap(([name, keys]) => {
      const [key] = keys ?? []
      if (key === undefined) return []
      const [, index, part = ''] = ROW_FIELD.exec(name) ?? []
      const label = index === undefined ? labels[name] : `${Number(index) + 1}. ${rowLabels?.[part] ?? ''}`
      const problem = t.errors[key] ?? t.unreadable
      return [{ fieldId: name, text: typeof label === 'string' ? t.named(label, problem) : problem }]
    })
    if (!answer?.fileProblem) return fields
    return [...fields, { fieldId: 'file', text: t.named(t.file, files.problems[answer.fileProblem]) }]
  }, [answer, labels, rowLabels, t, files])
  return <ErrorSummary title={t.summary} errors={errors} />
}

/** The file a form is about; one that was received stays chosen. */
export function OfficeFile({ label, answer }: { label: string; answer: OfficeReply | undefined }) {
  const t = useMessages(officeMessages)
  const files = useMessages(evidenceMessages)
  const kept = answer?.file
  return (
    <>
      {kept && <input type="hidden" name="documentId" value={kept.documentId} />}
      <Field
        label={label}
        hint={kept ? t.fileKept(kept.fileName) : t.fileHint}
        error={answer?.fileProblem && files.problems[answer.fileProblem]}
        name="file"
        type="file"
        accept=".pdf,.jpg,.jpeg,.png,.webp,.docx,.ofd,.xlsx"
      />
    </>
  )
}

/** A text field that keeps what was typed. */
export function OfficeField(
  props: {
    name: string
    /** The name, unless the page has two controls of that name. */
    id?: string
    label: string
    hint?: string
    answer: OfficeReply | undefined
    before?: string | undefined
  } & Pick<
    React.InputHTMLAttributes<HTMLInputElement>,
    'type' | 'inputMode' | 'maxLength' | 'required' | 'autoComplete'
  >,
) {
  const { answer, before, ...field } = props
  const t = useMessages(officeMessages)
  return (
    <Field
      {...field}
      error={officeError(answer?.reply, field.name, t)}
      defaultValue={answer?.reply ? typedIn(answer.reply, field.name) : before}
    />
  )
}

/** One of a list. */
export function OfficeSelect({
  answer,
  before,
  options,
  none,
  ...field
}: {
  name: string
  id?: string
  label: string
  hint?: string
  answer: OfficeReply | undefined
  before?: string | undefined
  options: readonly { value: string; words: string }[]
  /** What stands for nothing chosen. */
  none?: string
}) {
  const t = useMessages(officeMessages)
  return (
    <Field {...field} error={officeError(answer?.reply, field.name, t)}>
      {(control) => (
        <select {...control} defaultValue={(answer?.reply ? typedIn(answer.reply, field.name) : before) ?? ''}>
          <option value="">{none ?? t.choose}</option>
          {options.map(({ value, words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** A few lines of words. */
export function OfficeWords({
  answer,
  rows = 3,
  ...field
}: {
  name: string
  label: string
  hint?: string
  rows?: number
  maxLength: number
  answer: OfficeReply | undefined
}) {
  const { maxLength, ...shown } = field
  const t = useMessages(officeMessages)
  return (
    <Field {...shown} error={officeError(answer?.reply, field.name, t)}>
      {(control) => (
        <textarea {...control} rows={rows} maxLength={maxLength} defaultValue={typedIn(answer?.reply, field.name)} />
      )}
    </Field>
  )
}

/** The way to a document, for those who may open it. */
export function DocumentLink({
  document,
  mayOpen = true,
}: {
  document: { documentId: string; fileName: string } | undefined
  mayOpen?: boolean
}) {
  const t = useMessages(officeMessages)
  if (!document) return <span className="text-ink-2">{t.noDocument}</span>
  if (!mayOpen) return <span className="break-all">{document.fileName}</span>
  return (
    <a className="break-all text-indigo underline" href={paths.finance.document(document.documentId)}>
      {document.fileName}
    </a>
  )
}
