import type { z } from 'zod'

/** What the API answers. `isKept` says whether an idempotency key remembers it. */
export interface Reply {
  status: number
  body: object
  isKept: boolean
}

export interface StripeErrorFields {
  type: 'invalid_request_error' | 'idempotency_error' | 'api_error' | 'card_error'
  message: string
  code?: string
  param?: string
}

/** A refusal of the API, thrown inside a handler and turned into its reply by the machine. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    readonly fields: StripeErrorFields,
    readonly isKept = true,
  ) {
    super(fields.message)
  }
}

export function done(body: object): Reply {
  return { status: 200, body, isKept: true }
}

export function refusalReply(refusal: ApiRefusal): Reply {
  const { code } = refusal.fields
  const docUrl =
    code === undefined ? {} : { doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` }
  return { status: refusal.status, body: { error: { ...refusal.fields, ...docUrl } }, isKept: refusal.isKept }
}

/** The request broke a rule of its object, after Stripe began to work on it: the key remembers the answer. */
export function invalid(message: string, where: { code?: string; param?: string } = {}): ApiRefusal {
  return new ApiRefusal(400, { type: 'invalid_request_error', message, ...where })
}

/** The parameters themselves are wrong: nothing began, the key stays free. */
export function malformed(message: string, where: { code?: string; param?: string } = {}): ApiRefusal {
  return new ApiRefusal(400, { type: 'invalid_request_error', message, ...where }, false)
}

export function missing(kind: string, id: string, param = 'id'): ApiRefusal {
  const message = `No such ${kind}: '${id}'`
  return new ApiRefusal(404, { type: 'invalid_request_error', code: 'resource_missing', message, param }, false)
}

/** Reads parameters by a schema of form values; throws Stripe's own refusal of the first one that is wrong. */
export function readParams<Schema extends z.ZodType>(schema: Schema, params: unknown): z.output<Schema> {
  const parsed = schema.safeParse(params)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (!issue) throw malformed('Invalid request.')
  if (issue.code === 'unrecognized_keys') {
    const param = paramName([...issue.path, issue.keys[0] ?? ''])
    throw malformed(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param })
  }
  const param = paramName(issue.path)
  if (isAbsent(params, issue.path)) {
    throw malformed(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  }
  const code = issue.path.at(-1)?.toString().endsWith('_url')
    ? 'url_invalid'
    : `parameter_invalid_${kindOfIssue(issue)}`
  throw malformed(`Invalid ${param}: ${issue.message}`, { code, param })
}

function kindOfIssue(issue: z.core.$ZodIssue): string {
  return issue.code === 'too_big' ? 'string_too_long' : issue.message.includes('integer') ? 'integer' : 'string'
}

function paramName(path: PropertyKey[]): string {
  return path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('')
}

function isAbsent(params: unknown, path: PropertyKey[]): boolean {
  let value: unknown = params
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return true
    value = (value as Record<PropertyKey, unknown>)[part]
  }
  return value === undefined
}
