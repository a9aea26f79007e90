import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const PRELOAD = new URL('./moved-clock.mjs', import.meta.url).href
const PATIENCE_MS = 5_000

/** The time at which the processes of one stack live; see moved-clock.mjs. */
export class StackClock {
  readonly #file: string

  constructor(folder: string, at: Date) {
    this.#file = join(folder, 'clock')
    this.#write(at)
  }

  /** What a process needs in its environment to live at this time. */
  get env(): Record<string, string> {
    return { NODE_OPTIONS: `--import ${PRELOAD}`, E2E_CLOCK_FILE: this.#file }
  }

  /** Moves all processes to `at`, from where their time goes on; comes back when each has noticed. */
  async move(at: Date): Promise<void> {
    const wanted = this.#write(at)
    for (const until = Date.now() + PATIENCE_MS; this.#hasLaggards(wanted); await sleep(20)) {
      if (Date.now() > until) throw new Error('a process of the stack did not notice that its clock was moved')
    }
  }

  #write(at: Date): string {
    const ahead = String(at.getTime() - Date.now())
    writeFileSync(`${this.#file}~`, ahead)
    renameSync(`${this.#file}~`, this.#file)
    return ahead
  }

  #hasLaggards(wanted: string): boolean {
    const told = `${basename(this.#file)}.`
    const folder = dirname(this.#file)
    return readdirSync(folder).some(
      (name) => name.startsWith(told) && readFileSync(join(folder, name), 'utf8') !== wanted,
    )
  }
}
