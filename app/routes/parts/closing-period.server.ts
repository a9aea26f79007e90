import { data } from '@remix-run/node'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { closingMessages } from '#app/messages/closing.ts'
import type { Month } from '#app/modules/closing/month.ts'
import { findPeriod } from '#app/modules/closing/period-queries.server.ts'
import { type Actor, asActor } from '#app/modules/identity/permissions.ts'
import { readAccountNames } from '#app/modules/ledger/account-names.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'

/** Everything the page of a month shows to `reader`. */
export async function loadPeriod(request: Request, { reader, month }: { reader: Actor<'ledger:read'>; month: Month }) {
  const { db } = getRuntime()
  const period = await findPeriod(db, { month, now: clock.now() })
  if (!period) throw notFound()
  const codes = period.totals.balances.map(({ code }) => code)
  const names = await readAccountNames(db, codes)
  const may = {
    prepare: Boolean(asActor(reader, 'period:prepare')),
    lock: Boolean(asActor(reader, 'period:lock')),
    personId: reader.personId,
  }
  const title = closingMessages[readPreferences(request).language].period.title(month)
  const { notice, headers } = takeNotice(request)
  return data({ title, notice, period, names, may, requestId: newId() }, { headers })
}
