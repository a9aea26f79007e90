import { Form } from '@remix-run/react'
import { sheetsMessages } from '#app/messages/sheets.ts'
import { duplicateHeadings } from '#app/modules/sheets/headings.ts'
import type { SheetFile } from '#app/modules/sheets/sheet-file.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { columnLetter } from './import-words.ts'
import type { SheetWords } from './sheet-words.ts'
import { SUPPLY_SUBMIT, SupplyFold } from './supply-fold.tsx'

interface SheetMappingFormProps {
  file: Pick<SheetFile, 'header' | 'mapping' | 'state'>
  fields: readonly string[]
  words: SheetWords
}

/** What each column of the sheet means, one choice a column, those we know made already. */
export function SheetMappingForm({ file, fields, words }: SheetMappingFormProps) {
  const t = useMessages(sheetsMessages)
  const twice = duplicateHeadings(file.header)
  const isFirst = file.state !== 'checked'
  return (
    <SupplyFold title={t.mapTitle} isOpen={isFirst}>
      <Form method="post" className="grid gap-4">
        <input type="hidden" name="intent" value="check" />
        <p className="text-sm text-ink-2">{t.mapHint}</p>
        {twice.length > 0 && <Notice tone="warning">{t.duplicates(twice.join('、'))}</Notice>}
        <div className="grid gap-3 sm:grid-cols-2">
          {file.header.map((heading, column) => (
            <Field
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              key={column}
              label={t.column(heading === '' ? t.noName : heading, columnLetter(column))}
              name={`columns[${column}]`}
              id={`column-${column}`}
            >
              {(control) => (
                <select {...control} defaultValue={file.mapping[column] ?? ''}>
                  <option value="">{t.ignore}</option>
                  {fields.map((field) => (
                    <option key={field} value={field}>
                      {words.fields[field] ?? field}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          ))}
        </div>
        <button type="submit" className={SUPPLY_SUBMIT}>
          {isFirst ? t.check : t.checkAgain}
        </button>
      </Form>
    </SupplyFold>
  )
}
