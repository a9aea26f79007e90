import { parse, type Submission } from '@conform-to/react'
import { parseWithZod } from '@conform-to/zod/v4'
import type { z } from 'zod'
import { badRequest } from './responses.server.ts'

/** Error key of a field that holds a NUL, which no text of ours may. */
export const NOT_TEXT = 'notText'

/** `name`, `name[3]`, `name[3].part`. Other names are no field of ours and are left out. */
const FIELD_NAME = /^[a-z][A-Za-z0-9]{0,39}(?:\[[0-9]{1,2}\])?(?:\.[a-z][A-Za-z0-9]{0,39})?$/

/**
 * Reads a form by `schema`. Ask `submission.status`: 'success' has the value;
 * anything else is answered with `submission.reply()` and status 422. Error
 * texts are keys of a message catalogue. Throws 400 for a body that is no form.
 */
export async function parseForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<Submission<z.output<Schema>, string[]>> {
  return parseFields(await readFields(request), schema)
}

/** As `parseForm`, for a form that was read already, e.g. to look at its `intent`. */
export function parseFields<Schema extends z.ZodType>(
  fields: FormData,
  schema: Schema,
): Submission<z.output<Schema>, string[]> {
  const broken = [...fields].filter(([, value]) => typeof value === 'string' && value.includes('\0'))
  if (broken.length === 0) return parseWithZod(fields, { schema })
  const cleaned = new FormData()
  for (const [name, value] of fields)
    cleaned.append(name, typeof value === 'string' ? value.replaceAll('\0', '') : value)
  return parse(cleaned, { resolve: () => ({ error: Object.fromEntries(broken.map(([name]) => [name, [NOT_TEXT]])) }) })
}

/** The fields of a posted form whose names can be ours. */
export async function readFields(request: Request): Promise<FormData> {
  let sent: FormData
  try {
    sent = await request.formData()
  } catch {
    throw badRequest()
  }
  return ownFields(sent)
}

/** Of fields that came with files, those whose names can be ours. */
export function ownFields(sent: FormData): FormData {
  const fields = new FormData()
  for (const [name, value] of sent) if (FIELD_NAME.test(name)) fields.append(name, value)
  return fields
}
