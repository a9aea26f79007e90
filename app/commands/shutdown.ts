import { sentences } from './sentences.ts'

/** Stops what was started, newest first, once: at a signal, at a failure, or when a part died. */
export class Shutdown {
  readonly #stops: (() => Promise<void>)[] = []
  readonly #abort = new AbortController()
  #running: Promise<void> | undefined
  #askedAt = 0

  /** Fires at the first signal, so a start that is under way goes no further. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  readonly add = (stop: () => Promise<void>): void => {
    this.#stops.push(stop)
  }

  run(): Promise<void> {
    this.#running ??= this.#stopAll()
    return this.#running
  }

  /** Ctrl-C, a polite kill and a closed terminal end everything; a second one 2 s later does not wait any more. */
  listen(say: (sentence: string) => void): void {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        // npm and tsx pass a Ctrl-C on that we have had already; only a later one is meant as a second.
        if (this.#askedAt !== 0 && Date.now() - this.#askedAt > 2_000) process.exit(1)
        if (this.#askedAt !== 0) return
        this.#askedAt = Date.now()
        say(sentences.stopping)
        this.#abort.abort()
      })
    }
  }

  /** Waits for a signal. */
  asked(): Promise<void> {
    if (this.signal.aborted) return Promise.resolve()
    return new Promise((resolve) => this.signal.addEventListener('abort', () => resolve(), { once: true }))
  }

  async #stopAll(): Promise<void> {
    for (const stop of this.#stops.reverse()) await stop()
  }
}
