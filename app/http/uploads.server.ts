import {
  FormDataParseError,
  MaxFileSizeExceededError,
  MaxFilesExceededError,
  MaxHeaderSizeExceededError,
  MaxPartsExceededError,
  MaxTotalSizeExceededError,
  parseFormData,
} from '@remix-run/form-data-parser'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { badRequest } from './responses.server.ts'

export interface UploadLimits {
  /** Name of the field that takes files; files in others are left out. */
  field: string
  maxFiles: number
  maxFileBytes: number
}

export type UploadRefusal = { kind: 'fileTooLarge'; maxBytes: number } | { kind: 'tooManyFiles'; maxFiles: number }

export interface Upload {
  /** The fields beside the files. */
  fields: FormData
  /** In the order of sending; a field left empty sends none. */
  files: Buffer[]
  /** As the sender calls each file: to be shown, never to decide by. */
  names: string[]
}

const MAX_FIELDS = 400
const FIELDS_BYTES = 256 * 1024
/** What a field says in which nothing was chosen, and what the parser calls a file without a name. */
const UNNAMED = new Set(['', 'file-upload'])

/**
 * Reads a form with files, never more of it than `limits` allow. What the sender says
 * of a file's type is dropped here. Throws 400 for a body that is no such form.
 */
export async function readUpload(request: Request, limits: UploadLimits): Promise<Result<Upload, UploadRefusal>> {
  if (!/^multipart\/form-data\s*;/i.test(request.headers.get('content-type') ?? '')) throw badRequest()
  const { field, maxFiles, maxFileBytes } = limits
  const files: Buffer[] = []
  const names: string[] = []
  try {
    const fields = await parseFormData(
      request,
      {
        maxFiles,
        maxFileSize: maxFileBytes,
        maxParts: maxFiles + MAX_FIELDS,
        maxTotalSize: maxFiles * maxFileBytes + FIELDS_BYTES,
      },
      async (file) => {
        const isNothing = file.size === 0 && UNNAMED.has(file.name)
        if (file.fieldName !== field || isNothing) return
        files.push(Buffer.from(await file.arrayBuffer()))
        names.push(file.name)
      },
    )
    return ok({ fields, files, names })
  } catch (error) {
    if (error instanceof MaxFilesExceededError) return refuse({ kind: 'tooManyFiles', maxFiles })
    if (error instanceof MaxFileSizeExceededError || error instanceof MaxTotalSizeExceededError)
      return refuse({ kind: 'fileTooLarge', maxBytes: maxFileBytes })
    if (isUnreadable(error)) throw badRequest()
    throw error
  }
}

function isUnreadable(error: unknown): boolean {
  return (
    error instanceof FormDataParseError ||
    error instanceof MaxPartsExceededError ||
    error instanceof MaxHeaderSizeExceededError
  )
}
