import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export interface CaughtMail {
  id: string
  at: string
  from: string
  to: string[]
  messageId: string
  subject: string
  text: string
}

const MOST_MAILS = 500

/** The latest mails in the order they came, in memory and, with a file, one JSON line each on disk. */
export class MailShelf {
  readonly #file: string | undefined
  #mails: CaughtMail[] = []

  /** Lines of the file that are no mail are left out: the last may be torn. */
  constructor(file?: string) {
    this.#file = file
    if (file === undefined) return
    mkdirSync(dirname(file), { recursive: true })
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    this.#mails = lines.flatMap((line) => parseMail(line) ?? []).slice(-MOST_MAILS)
    writeFileSync(`${file}.new`, this.#mails.map((mail) => `${JSON.stringify(mail)}\n`).join(''), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }

  /** Kept when this returns: a mail that was taken is not lost. */
  add(mail: CaughtMail): void {
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(mail)}\n`)
    this.#mails = [...this.#mails.slice(1 - MOST_MAILS), mail]
  }

  newestFirst(): CaughtMail[] {
    return [...this.#mails].reverse()
  }
}

function parseMail(line: string): CaughtMail | undefined {
  try {
    const mail = JSON.parse(line) as Partial<CaughtMail> | null
    return typeof mail?.id === 'string' && Array.isArray(mail.to) ? (mail as CaughtMail) : undefined
  } catch {
    return undefined
  }
}
