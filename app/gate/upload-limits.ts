/** What a form at one address may send at the most, and how long it may take. */
export interface BodyLimit {
  maxBytes: number
  maxMs: number
}

export interface UploadLimit extends BodyLimit {
  /** Whole path, with and without the ending of Remix's own requests. */
  path: RegExp
}

const MEGABYTE = 1024 * 1024
/** A few photographs over a village's mobile network. */
const UPLOAD_MS = 120_000

/** The addresses that take files; everywhere else the common limit holds. */
export const UPLOAD_LIMITS: readonly UploadLimit[] = [
  // A spreadsheet of five megabytes, with the form around it.
  { path: /^\/cooperative\/import(?:\.data)?$/, maxBytes: 5 * MEGABYTE + 64 * 1024, maxMs: UPLOAD_MS },
  { path: /^\/finance\/bank\/import(?:\.data)?$/, maxBytes: 10 * MEGABYTE + 64 * 1024, maxMs: UPLOAD_MS },
  {
    path: /^\/(?:cooperative|finance)\/fapiao\/[0-9a-f-]{36}(?:\.data)?$/,
    maxBytes: 10 * MEGABYTE + 64 * 1024,
    maxMs: UPLOAD_MS,
  },
  { path: /^\/cooperative\/listings\/[0-9a-f-]{36}\/photos(?:\.data)?$/, maxBytes: 15 * MEGABYTE, maxMs: UPLOAD_MS },
  { path: /^\/counter\/receiving\/[0-9a-f-]{36}(?:\.data)?$/, maxBytes: 13 * MEGABYTE, maxMs: UPLOAD_MS },
  // One document of ten megabytes as evidence of a statement.
  { path: /^\/finance\/statements\/[0-9a-f-]{36}(?:\.data)?$/, maxBytes: 11 * MEGABYTE, maxMs: UPLOAD_MS },
  // A document as evidence, with the form around it.
  { path: /^\/finance\/attainment\/[0-9a-f-]{36}(?:\.data)?$/, maxBytes: 11 * MEGABYTE, maxMs: UPLOAD_MS },
  // A spreadsheet, or evidence, of ten megabytes.
  { path: /^\/finance\/purchases\/import(?:\.data)?$/, maxBytes: 10 * MEGABYTE + 64 * 1024, maxMs: UPLOAD_MS },
  { path: /^\/finance\/purchases\/[0-9a-f-]{36}(?:\.data)?$/, maxBytes: 10 * MEGABYTE + 64 * 1024, maxMs: UPLOAD_MS },
  // A bill of a wallet, with the form around it.
  { path: /^\/finance\/bills(?:\.data)?$/, maxBytes: 10 * MEGABYTE + 64 * 1024, maxMs: UPLOAD_MS },
  // One document of evidence, with the form around it.
  { path: /^\/finance\/incidents\/[0-9a-f-]{36}(?:\.data)?$/, maxBytes: 10 * MEGABYTE + 64 * 1024, maxMs: UPLOAD_MS },
  { path: /^\/orders\/[0-9-]{1,40}\/refund(?:\.data)?$/, maxBytes: 25 * MEGABYTE, maxMs: UPLOAD_MS },
  // A regulation, a decision or an agreement of ten megabytes, with the form around it.
  {
    path: /^\/finance\/(?:rules|targets|agreements)\/(?:new|[0-9a-f-]{36})(?:\.data)?$/,
    maxBytes: 11 * MEGABYTE,
    maxMs: UPLOAD_MS,
  },
]

/** The limit of the body of a request to `pathname`. */
export function bodyLimitAt(
  pathname: string,
  { uploads, ordinary }: { uploads: readonly UploadLimit[]; ordinary: BodyLimit },
): BodyLimit {
  return uploads.find(({ path }) => path.test(pathname)) ?? ordinary
}
