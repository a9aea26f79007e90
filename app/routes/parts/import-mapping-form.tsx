import { Form } from '@remix-run/react'
import { importMessages } from '#app/messages/imports.ts'
import { IMPORT_FIELDS } from '#app/modules/imports/import-fields.ts'
import type { ImportJob } from '#app/modules/imports/import-job.ts'
import { duplicateHeadings } from '#app/modules/sheets/headings.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { columnLetter } from './import-words.ts'
import { SUPPLY_SUBMIT, SupplyFold } from './supply-fold.tsx'

/** What each column of the sheet means, one choice a column, those we know made already. */
export function ImportMappingForm({ job }: { job: Pick<ImportJob, 'header' | 'mapping' | 'state'> }) {
  const t = useMessages(importMessages)
  const twice = duplicateHeadings(job.header)
  const isFirst = job.state !== 'checked'
  return (
    <SupplyFold title={t.job.mapTitle} isOpen={isFirst}>
      <Form method="post" className="grid gap-4">
        <input type="hidden" name="intent" value="check" />
        <p className="text-sm text-ink-2">{t.job.mapHint}</p>
        {twice.length > 0 && <Notice tone="warning">{t.job.duplicates(twice.join('、'))}</Notice>}
        <div className="grid gap-3 sm:grid-cols-2">
          {job.header.map((heading, column) => (
            <Field
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              key={column}
              label={t.job.column(heading === '' ? t.job.noName : heading, columnLetter(column))}
              name={`columns[${column}]`}
              id={`column-${column}`}
            >
              {(control) => (
                <select {...control} defaultValue={job.mapping[column] ?? ''}>
                  <option value="">{t.job.ignore}</option>
                  {IMPORT_FIELDS.map((field) => (
                    <option key={field} value={field}>
                      {t.fields[field]}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          ))}
        </div>
        <button type="submit" className={SUPPLY_SUBMIT}>
          {isFirst ? t.job.check : t.job.checkAgain}
        </button>
      </Form>
    </SupplyFold>
  )
}
