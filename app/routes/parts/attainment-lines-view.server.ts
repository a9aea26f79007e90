import { badRequest } from '#app/http/responses.server.ts'
import type { Slice } from '#app/modules/progress/attainment.ts'
import { listAttainmentLines } from '#app/modules/progress/attainment-lines.server.ts'
import { readAttainmentNames, readSliceTotal } from '#app/modules/progress/pivot-queries.server.ts'
import type { getRuntime } from '#app/platform/runtime.server.ts'

const PAGE_LENGTH = 50

/** One page of the lines of a cell, with the cell's sum. Throws 400 for a place that is in no list. */
export async function readLinesOfCell(
  db: ReturnType<typeof getRuntime>['db'],
  query: Slice & { after: string | undefined },
) {
  const [page, total, names] = await Promise.all([
    listAttainmentLines(db, { ...query, limit: PAGE_LENGTH }),
    readSliceTotal(db, query),
    readAttainmentNames(db, query.year),
  ])
  if (!page) throw badRequest()
  return { ...page, total, names }
}
