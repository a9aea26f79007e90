import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { JournalLine, StripeWorld } from './stripe-world.ts'

interface JournalHeader {
  journal: 'stripe-sandbox'
  version: 1
  seed: string
}

/** The line a journal begins with. */
export function journalHeader(seed: string): string {
  const header: JournalHeader = { journal: 'stripe-sandbox', version: 1, seed }
  return JSON.stringify(header)
}

/** The seed a journal began with, or undefined when there is none yet. Throws when the file is something else. */
export function readJournalSeed(file: string): string | undefined {
  if (!existsSync(file)) return undefined
  const [first = ''] = readFileSync(file, 'utf8').split('\n', 1)
  const header = parseLine<JournalHeader>(first)
  if (header?.journal === 'stripe-sandbox' && header.version === 1) return header.seed
  throw new Error(`${file} is not a journal of the Stripe sandbox. Move it away or name another file.`)
}

/**
 * The sandbox's memory on disk: one line per command that changed something, enough to do it all again.
 * Lines are written a moment after their command; after a crash a torn last line is left out.
 */
export class CommandJournal {
  readonly #file: string
  #lines: string[] = []
  #writing: Promise<void> = Promise.resolve()
  #isScheduled = false

  constructor(file: string) {
    this.#file = file
  }

  /** Brings an empty world to where the journal ends; begins the journal when there is none. Throws when a line is damaged. */
  restore(world: StripeWorld, seed: string): void {
    if (!existsSync(this.#file)) {
      mkdirSync(dirname(this.#file), { recursive: true })
      writeFileSync(this.#file, `${journalHeader(seed)}\n`)
      return
    }
    const text = readFileSync(this.#file, 'utf8')
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    const [, ...written] = whole.trimEnd().split('\n')
    for (const [index, lineText] of written.entries()) {
      const line = parseLine<JournalLine>(lineText)
      if (!line) throw new Error(`${this.#file} is damaged at line ${index + 2}. Move it away to begin anew.`)
      world.replay(line)
    }
    if (whole.length < text.length) replaceFile(this.#file, whole)
  }

  append(line: JournalLine): void {
    this.#lines.push(`${JSON.stringify(line)}\n`)
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      const text = this.#takeLines()
      if (text !== '') this.#writing = this.#writing.then(() => appendFile(this.#file, text))
    })
  }

  /** Ends when everything appended so far is in the file. */
  async close(): Promise<void> {
    await this.#writing
    const rest = this.#takeLines()
    if (rest !== '') appendFileSync(this.#file, rest)
  }

  #takeLines(): string {
    const text = this.#lines.join('')
    this.#lines = []
    return text
  }
}

function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}

function parseLine<Line>(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line
  } catch {
    return undefined
  }
}
