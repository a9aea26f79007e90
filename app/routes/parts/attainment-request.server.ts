import { readPreferences } from '#app/http/preferences.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { attainmentMessages } from '#app/messages/attainment.ts'
import { progressMessages } from '#app/messages/progress.ts'
import type { Pivot, PivotQuery } from '#app/modules/progress/attainment.ts'
import type { AttainmentNames } from '#app/modules/progress/pivot-queries.server.ts'
import { assistanceYear } from '#app/shared/business-date.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { formatYuan } from '#app/shared/money.ts'
import { parseLinesQuery, parsePivotQuery } from './attainment-query.ts'
import { type AttainmentWords, wordOfKey, wordsOfFilter } from './attainment-words.ts'
import { readYear } from './progress-year.server.ts'

/** The pivot an address asks for. Throws 400 for what none of our pages asks. */
export function readPivotQuery(request: Request, now: Date): PivotQuery {
  return readWith(request, now, parsePivotQuery)
}

/** The lines an address asks for. Throws 400 for what none of our pages asks. */
export function readLinesQuery(request: Request, now: Date) {
  return readWith(request, now, parseLinesQuery)
}

function readWith<Query>(
  request: Request,
  now: Date,
  parse: (params: URLSearchParams, year: number) => Query | undefined,
): Query {
  const params = new URL(request.url).searchParams
  const query = parse(params, readYear(params.get('year') || null, now))
  if (!query) throw badRequest()
  return query
}

const YEARS_SHOWN = 5

/** Years to choose from: the last five and the one that is shown. */
export function yearsToChoose(year: number, now: Date): number[] {
  const last = assistanceYear(now)
  const recent = Array.from({ length: YEARS_SHOWN }, (_, index) => last - index)
  return recent.includes(year) ? recent : [...recent, year].sort((one, other) => other - one)
}

export function attainmentTitle(request: Request, year: number): string {
  return attainmentMessages[readPreferences(request).language].title(year)
}

/** The pivot as rows of a file, as it is shown: what it is of, heads, amounts in yuan, totals. */
export function rowsOfPivot(
  request: Request,
  { query, pivot, names, now }: { query: PivotQuery; pivot: Pivot; names: AttainmentNames; now: Date },
): string[][] {
  const { language } = readPreferences(request)
  const t = attainmentMessages[language]
  const words: AttainmentWords = { t, progress: progressMessages[language], language, names }
  const { rows, columns } = query
  const plain = (amount: Parameters<typeof formatYuan>[0]) => formatYuan(amount).replaceAll(',', '')
  const filter = wordsOfFilter(query, words)
  return [
    [t.caption(t.amounts[query.amount], t.measures[query.measure], query.year)],
    [t.csvFilter, filter.length > 0 ? filter.join(' · ') : t.controls.all],
    [t.csvAsOf, formatInstant(now, language)],
    [
      t.dimensions[rows],
      ...pivot.columns.map((column) => (columns ? wordOfKey(columns, column, words) : column)),
      t.total,
    ],
    ...pivot.rows.map((row) => [wordOfKey(rows, row.key, words), ...row.cells.map(plain), plain(row.total)]),
    [t.total, ...pivot.columnTotals.map(plain), plain(pivot.total)],
  ]
}
