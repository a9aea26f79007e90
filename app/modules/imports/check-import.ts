import { z } from 'zod'
import { type ImportField, isImportField, type MappingProblem } from './import-fields.ts'
import { type ImportStepRefusal, MAX_IMPORT_COLUMNS } from './import-job.ts'

/** What the form that maps columns sends: for each column, in order, what it means. */
export const checkImportSchema = z.object({
  columns: z
    .array(z.string().refine(isImportField, { error: 'unknown' }).optional())
    .max(MAX_IMPORT_COLUMNS)
    // A choice of nothing is an empty field, which a form does not tell from none.
    .transform((texts) => Array.from(texts, (text) => (text ?? '') as ImportField | '')),
})

export type CheckImportRefusal =
  | ImportStepRefusal
  | { kind: 'mapping'; problem: MappingProblem }
  | { kind: 'columnCount' }
