import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { fapiaoMessages } from '#app/messages/fapiao.ts'
import { findFapiao } from '#app/modules/fapiao/fapiao-queries.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { FapiaoCase } from '#app/routes/parts/fapiao-case.tsx'
import { keepFapiaoByForm, readFapiaoId } from '#app/routes/parts/fapiao-steps.server.ts'
import { fapiaoOnPage } from '#app/routes/parts/fapiao-words.ts'
import { formatOrderNo } from '#app/routes/parts/order-url.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { businessDate } from '#app/shared/business-date.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const found = await findFapiao(getRuntime().db, { fapiaoId: readFapiaoId(params) })
  const mayWork = asActor(reader, 'fapiao:record') !== undefined
  if (!found) throw notFound()
  const { notice, headers } = takeNotice(request)
  const title = fapiaoMessages[readPreferences(request).language].caseTitle(formatOrderNo(found.orderNo))
  return data({ title, fapiao: fapiaoOnPage(found), notice, mayWork, today: businessDate(clock.now()) }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { personId } = await requireActor(request, 'fapiao:record')
  const keeper = { personId, cooperativeId: undefined }
  const fapiaoId = readFapiaoId(params)
  return keepFapiaoByForm(request, { keeper, fapiaoId, now: clock.now(), to: paths.finance.fapiaoCase(fapiaoId) })
}

export default function FapiaoCasePage() {
  const { fapiao, mayWork, notice, today } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(fapiaoMessages)
  return (
    <>
      <Link
        to={paths.finance.fapiao()}
        className="inline-flex min-h-11 items-center text-indigo underline print:hidden"
      >
        {t.back}
      </Link>
      <SupplyNotice notice={answer ? undefined : notice} />
      <FapiaoCase fapiao={fapiao} mayWork={mayWork} answer={answer} today={today} toFile={paths.finance.document} />
    </>
  )
}
