/** Why a command cannot go on, as one sentence for the person at the terminal. Shown without a stack trace. */
export class StartFailure extends Error {
  override name = 'StartFailure'
}

/** errno of a failed system call, or undefined. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Runs a whole command: a StartFailure becomes its sentence, anything else keeps its trace; both end with 1. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    process.exit(1)
  }
}

function explain(error: unknown): string {
  if (error instanceof StartFailure) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
