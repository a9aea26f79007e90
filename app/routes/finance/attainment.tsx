import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { attainmentMessages } from '#app/messages/attainment.ts'
import { readPivot } from '#app/modules/progress/pivot-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { AttainmentControls } from '#app/routes/parts/attainment-controls.tsx'
import { PivotTable } from '#app/routes/parts/attainment-pivot.tsx'
import { formatPivotQuery } from '#app/routes/parts/attainment-query.ts'
import { attainmentTitle, readPivotQuery, yearsToChoose } from '#app/routes/parts/attainment-request.server.ts'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const now = clock.now()
  const query = readPivotQuery(request, now)
  const { pivot, names } = await readPivot(getRuntime().db, query)
  const page = { title: attainmentTitle(request, query.year), years: yearsToChoose(query.year, now) }
  return { ...page, query, pivot, names }
}

export default function AttainmentPage() {
  const { title, years, query, pivot, names } = useLoaderData<typeof loader>()
  const t = useMessages(attainmentMessages)
  return (
    <div>
      <h1 className="font-serif text-2xl font-bold">{title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      <AttainmentControls query={query} years={years} names={names} />
      <PivotTable query={query} pivot={pivot} names={names} />
      <p className="print:hidden">
        <a className={LINK} href={paths.finance.attainmentTable(formatPivotQuery(query))} download>
          {t.csv}
        </a>
      </p>
      <ul className="mt-4 max-w-[680px] list-disc space-y-1 pl-5 text-sm text-ink-2">
        <li>{t.measureNote}</li>
        <li>{t.stageNote}</li>
      </ul>
    </div>
  )
}
