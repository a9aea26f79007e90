import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { sheetsMessages } from '#app/messages/sheets.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { explainSheetUpload, type SheetUploadProblem } from './sheet-words.ts'

/** Brings a file of rows in; `children` are fields that say something about the whole file. */
export function SheetUploadForm({
  requestId,
  problem,
  children,
}: {
  requestId: string
  problem?: SheetUploadProblem | undefined
  children?: ReactNode
}) {
  const t = useMessages(sheetsMessages)
  return (
    <Form
      key={requestId}
      method="post"
      encType="multipart/form-data"
      className="mt-4 grid gap-4 rounded-2xl border border-line bg-card p-4 print:hidden"
    >
      {problem && (
        <Notice tone="error" role="alert">
          {explainSheetUpload(problem, t)}
        </Notice>
      )}
      <input type="hidden" name="requestId" value={requestId} />
      {children}
      <Field
        label={t.file}
        hint={t.fileHint}
        name="sheet"
        type="file"
        accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        required
      />
      <button
        type="submit"
        className="min-h-12 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep sm:justify-self-start"
      >
        {t.upload}
      </button>
    </Form>
  )
}
