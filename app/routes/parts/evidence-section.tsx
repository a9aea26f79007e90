import { Form } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { type EvidenceMessages, evidenceMessages } from '#app/messages/evidence.ts'
import { EVIDENCE_KINDS, type EvidenceKind } from '#app/modules/documents/document.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { SupplyFold } from './supply-fold.tsx'

/** A piece of evidence as a page gets it. */
export interface EvidenceOnPage {
  evidenceId: string
  documentId: string
  kind: EvidenceKind
  fileName: string
  byteCount: number
  note: string
}

export type EvidenceProblem = keyof EvidenceMessages['problems']

interface EvidenceSectionProps {
  evidence: readonly EvidenceOnPage[]
  /** Whether the one who looks may attach and take back. */
  mayWork: boolean
  problem?: EvidenceProblem | undefined
  /** What can be attached here; all when absent. The first is chosen already. */
  kinds?: readonly EvidenceKind[]
}

/**
 * The evidence of what a page is about, with the form that attaches more. The form
 * goes to the page's own action, as multipart with the intent in `?evidence`.
 */
export function EvidenceSection({ evidence, mayWork, problem, kinds = EVIDENCE_KINDS }: EvidenceSectionProps) {
  const t = useMessages(evidenceMessages)
  return (
    <section className="mt-8" id="evidence">
      <h2 className="font-serif text-xl font-bold">{t.title}</h2>
      {evidence.length === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.none}</p>}
      {evidence.length > 0 && (
        <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card px-4">
          {evidence.map((item) => (
            <li key={item.evidenceId} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
              <span className="min-w-0">
                <span className="mr-2 rounded-[6px] border border-line px-1 text-sm">{t.kinds[item.kind]}</span>
                <a className="break-all text-indigo underline" href={paths.finance.document(item.documentId)}>
                  {item.fileName}
                </a>{' '}
                <span className="text-sm text-ink-2 tabular-nums">{t.size(Math.ceil(item.byteCount / 1024))}</span>
                {item.note && <span className="block text-sm break-words text-ink-2">{item.note}</span>}
              </span>
              {mayWork && (
                <Form method="post" action="?evidence=remove" className="print:hidden">
                  <input type="hidden" name="evidenceId" value={item.evidenceId} />
                  <button
                    type="submit"
                    aria-label={t.removeOf(item.fileName)}
                    className="min-h-11 rounded-[10px] border border-line-strong bg-card px-3 text-sm"
                  >
                    {t.remove}
                  </button>
                </Form>
              )}
            </li>
          ))}
        </ul>
      )}
      {problem && (
        <div className="mt-3">
          <Notice tone="error" role="alert">
            {t.problems[problem]}
          </Notice>
        </div>
      )}
      {mayWork && <AttachForm kinds={kinds} isOpen={problem !== undefined} />}
    </section>
  )
}

function AttachForm({ kinds, isOpen }: { kinds: readonly EvidenceKind[]; isOpen: boolean }) {
  const t = useMessages(evidenceMessages)
  return (
    <SupplyFold title={t.attach} isOpen={isOpen}>
      <Form method="post" action="?evidence=attach" encType="multipart/form-data" className="grid gap-4">
        <Field label={t.kind} name="evidenceKind">
          {(control) => (
            <select {...control} defaultValue={kinds[0]}>
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t.kinds[kind]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          label={t.file}
          hint={t.fileHint}
          name="evidence"
          type="file"
          accept=".pdf,.jpg,.jpeg,.png,.webp,.xlsx,.docx,.ofd,.csv"
          required
        />
        <Field label={t.note} name="evidenceNote" maxLength={200} />
        <button
          type="submit"
          className="min-h-11 rounded-[10px] border border-line-strong bg-sand px-4 font-semibold sm:justify-self-start"
        >
          {t.submit}
        </button>
      </Form>
    </SupplyFold>
  )
}
