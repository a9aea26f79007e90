import { badRequest } from '#app/http/responses.server.ts'
import { purchasesMessages } from '#app/messages/purchases.ts'
import { countWorklist, listWorklist } from '#app/modules/external/worklist.server.ts'
import { AGE_BUCKETS, MISSING } from '#app/modules/external/worklist.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { formatYuan } from '#app/shared/money.ts'
import { channelName, fundName } from './purchase-words.ts'

export const WORKLIST_SHOWN = 100
const CSV_ROWS = 100_000

/** What an address asks of the worklist. Throws 400 for what none of ours asks. */
function readWorklistQuery(request: Request) {
  const params = new URL(request.url).searchParams
  const [asked, age] = [params.get('missing') || undefined, params.get('age') || undefined]
  const missing = MISSING.find((one) => one === asked)
  const bucket = AGE_BUCKETS.find((one) => one === age)
  if (asked !== missing || age !== bucket) throw badRequest()
  return { missing, bucket }
}

/** The ageing table and the oldest of what is asked for. */
export async function readWorklist(request: Request) {
  const query = readWorklistQuery(request)
  const [{ db }, today] = [getRuntime(), businessDate(clock.now())]
  const counts = await countWorklist(db, today)
  const lines = await listWorklist(db, { ...query, today, limit: WORKLIST_SHOWN })
  return { query, counts, lines }
}

/** The whole list as rows of a csv, headings first. */
export async function readWorklistTable(request: Request, language: Language): Promise<string[][]> {
  const query = readWorklistQuery(request)
  const t = purchasesMessages[language]
  const lines = await listWorklist(getRuntime().db, { ...query, today: businessDate(clock.now()), limit: CSV_ROWS })
  const { fields, worklist } = t
  const head = [worklist.what, worklist.days, worklist.since, worklist.owner, fields.fundType, fields.channel]
  return [
    [...head, fields.externalNo, fields.lineNo, fields.countyId, fields.supplierName, fields.amount],
    ...lines.map((line) => [
      worklist.missing[line.missing],
      String(line.days),
      line.since,
      line.unitZh === null ? fundName(line.fundType, language) : inLanguage(line.unitZh, line.unitEn ?? '', language),
      fundName(line.fundType, language),
      channelName(line.channel, language),
      line.externalNo,
      String(line.lineNo),
      inLanguage(line.countyZh, line.countyEn, language),
      line.supplierName,
      formatYuan(line.amount),
    ]),
  ]
}
