import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { purchasesMessages } from '#app/messages/purchases.ts'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { WorklistLines, WorklistTable } from '#app/routes/parts/worklist-parts.tsx'
import { readWorklist } from '#app/routes/parts/worklist-view.server.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const title = purchasesMessages[readPreferences(request).language].worklistTitle
  return { title, ...(await readWorklist(request)) }
}

export default function WorklistPage() {
  const { title, query, counts, lines } = useLoaderData<typeof loader>()
  const t = useMessages(purchasesMessages)
  return (
    <div>
      <Link className={LINK} to={paths.finance.purchases()}>
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.worklist.lead}</p>
      <WorklistTable counts={counts} query={query} />
      <WorklistLines lines={lines} query={query} />
    </div>
  )
}
