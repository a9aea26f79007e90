import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { closingMessages } from '#app/messages/closing.ts'
import { listYears } from '#app/modules/closing/read-year.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { AMOUNT, DAY, ROW, WideTable } from '#app/routes/parts/closing-table.tsx'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { formatYuan, subtractFen } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const years = await listYears(getRuntime().db)
  return { title: closingMessages[readPreferences(request).language].years.listTitle, years }
}

export default function YearsPage() {
  const { years } = useLoaderData<typeof loader>()
  const t = useMessages(closingMessages)
  return (
    <div>
      <Link className={`${LINK} print:hidden`} to={paths.finance.periods()}>
        {t.period.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.years.listTitle}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.years.listLead}</p>
      {years.length === 0 ? (
        <p className="mt-6 rounded-2xl bg-sand p-4">{t.years.none}</p>
      ) : (
        <WideTable
          label={t.years.listTitle}
          heads={[
            { words: t.years.year },
            { words: t.years.asClosed, isAmount: true },
            { words: t.years.asOfToday, isAmount: true },
            { words: t.years.change, isAmount: true },
          ]}
        >
          {years.map((year) => (
            <tr key={year.year} className={ROW}>
              <th scope="row" className={`${DAY} text-left font-normal`}>
                <Link
                  className="inline-flex min-h-11 items-center text-indigo underline"
                  to={paths.finance.year(year.year)}
                >
                  {year.year}
                </Link>
              </th>
              <td className={`${AMOUNT} pt-4`}>
                {year.asClosed === undefined ? t.years.notClosed : formatYuan(year.asClosed)}
              </td>
              <td className={`${AMOUNT} pt-4`}>{formatYuan(year.attained)}</td>
              <td className={`${AMOUNT} pt-4`}>
                {year.asClosed === undefined ? '' : formatYuan(subtractFen(year.attained, year.asClosed))}
              </td>
            </tr>
          ))}
        </WideTable>
      )}
    </div>
  )
}
