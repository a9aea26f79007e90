import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { fapiaoMessages } from '#app/messages/fapiao.ts'
import { listFapiao } from '#app/modules/fapiao/fapiao-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { FapiaoRequests } from '#app/routes/parts/fapiao-list.tsx'
import { readFapiaoList } from '#app/routes/parts/fapiao-params.server.ts'
import { fapiaoOnPage } from '#app/routes/parts/fapiao-words.ts'

const SHOWN = 200

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const list = readFapiaoList(request)
  const fapiao = await listFapiao(getRuntime().db, { list, limit: SHOWN })
  return { title: fapiaoMessages[readPreferences(request).language].title, list, fapiao: fapiao.map(fapiaoOnPage) }
}

export default function FapiaoPage() {
  const { list, fapiao } = useLoaderData<typeof loader>()
  return (
    <FapiaoRequests
      list={list}
      fapiao={fapiao}
      toList={(one) => paths.finance.fapiao(`show=${one}`)}
      toCase={paths.finance.fapiaoCase}
    />
  )
}
