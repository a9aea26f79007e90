import type { ImportStepRefusal } from './import-job.ts'

export type StartImportRefusal = ImportStepRefusal | { kind: 'nothingToApply' }
export type DiscardImportRefusal = ImportStepRefusal
