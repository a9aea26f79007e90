import { type Result, refuse } from '#app/shared/result.ts'

/** A refusal found when something had been written already: thrown, so that the transaction takes it back. */
export class Undone<Refusal> extends Error {
  constructor(readonly refusal: Refusal) {
    super('refused, and undone')
  }
}

/** Runs a transaction and gives the refusal it was undone for as a value. */
export async function undoing<Value, Refusal>(
  work: () => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Undone) return refuse(error.refusal as Refusal)
    throw error
  }
}
