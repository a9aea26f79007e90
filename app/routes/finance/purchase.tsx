import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { purchasesMessages } from '#app/messages/purchases.ts'
import { listParties } from '#app/modules/external/purchase-queries.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { EvidenceSection } from '#app/routes/parts/evidence-section.tsx'
import { answerEvidence, isEvidenceForm, readEvidence } from '#app/routes/parts/evidence-steps.server.ts'
import { PurchaseActions, PurchaseLinkSection } from '#app/routes/parts/purchase-actions.tsx'
import { PurchaseHead, PurchaseStagesTable } from '#app/routes/parts/purchase-facts.tsx'
import { PurchaseBooks, PurchaseHistory } from '#app/routes/parts/purchase-history.tsx'
import { readPurchase, readPurchaseId, stepPurchaseByForm } from '#app/routes/parts/purchase-steps.server.ts'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const purchase = await readPurchase(params)
  const evidence = await readEvidence({ subject: 'external_purchase', subjectId: purchase.purchaseId })
  const parties = await listParties(getRuntime().db)
  const title = purchasesMessages[readPreferences(request).language].pageTitle(purchase.facts.externalNo)
  const { notice, headers } = takeNotice(request)
  const mayRecord = Boolean(asActor(reader, 'purchase:record'))
  return data({ title, purchase, evidence, parties, notice, mayRecord }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const officer = await requireActor(request, 'purchase:record')
  const purchaseId = readPurchaseId(params)
  if (!isEvidenceForm(request)) {
    const { language } = readPreferences(request)
    return stepPurchaseByForm(request, { purchaseId, officer, language })
  }
  await readPurchase(params)
  const to = paths.finance.purchase(purchaseId)
  return answerEvidence(request, {
    subject: 'external_purchase',
    subjectId: purchaseId,
    actorId: officer.personId,
    to,
  })
}

export default function PurchasePage() {
  const { title, purchase, evidence, parties, notice, mayRecord } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(purchasesMessages)
  const refused = result && 'refused' in result ? result.refused : undefined
  const problem = result && 'evidenceProblem' in result ? result.evidenceProblem : undefined
  return (
    <article className="mx-auto max-w-3xl">
      <Link className={LINK} to={paths.finance.purchases()}>
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold break-words">{title}</h1>
      {!refused && <SupplyNotice notice={notice} />}
      <Refused>{refused}</Refused>
      <PurchaseHead purchase={purchase} parties={parties} />
      <PurchaseStagesTable purchase={purchase} />
      <PurchaseBooks recognitions={purchase.recognitions} />
      <EvidenceSection
        evidence={evidence}
        mayWork={mayRecord && purchase.state !== 'reversed'}
        problem={problem}
        kinds={['invoice', 'acceptance', 'payment', 'order', 'agreement', 'photo', 'certificate', 'other']}
      />
      <PurchaseLinkSection purchase={purchase} mayRecord={mayRecord} />
      <PurchaseHistory history={purchase.history} parties={parties} />
      {mayRecord && <PurchaseActions purchase={purchase} />}
    </article>
  )
}
