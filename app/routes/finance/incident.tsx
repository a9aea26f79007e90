import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { incidentsMessages } from '#app/messages/incidents.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import type { IncidentRow } from '#app/modules/payments/incident-queries.server.ts'
import { type EvidenceProblem, EvidenceSection } from '#app/routes/parts/evidence-section.tsx'
import { answerEvidence, isEvidenceForm } from '#app/routes/parts/evidence-steps.server.ts'
import { HeldMoney, IncidentHandling } from '#app/routes/parts/incident-actions.tsx'
import { IncidentFigures } from '#app/routes/parts/incident-figures.tsx'
import { IncidentLinks } from '#app/routes/parts/incident-links.tsx'
import { answerIncident } from '#app/routes/parts/incident-steps.server.ts'
import { readIncidentPage } from '#app/routes/parts/incident-view.server.ts'
import { withNotice } from '#app/routes/parts/notice-page.server.ts'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { Fact, Facts, LINK } from '#app/routes/parts/refund-controls.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const page = await readIncidentPage(params)
  const mayHandle = Boolean(asActor(reader, 'incident:handle'))
  const mayRefund = mayHandle && Boolean(asActor(reader, 'refund:decide'))
  const { name } = incidentsMessages[readPreferences(request).language].kinds[page.incident.kind]
  const isOwner = page.incident.owner?.personId === reader.personId
  return withNotice(request, { title: name, ...page, mayHandle, mayRefund, isOwner })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const handler = await requireActor(request, 'incident:handle')
  const { incident } = await readIncidentPage(params)
  const { incidentId } = incident
  if (!isEvidenceForm(request)) return answerIncident(request, { handler, incidentId })
  const to = paths.finance.incident(incidentId)
  return answerEvidence(request, { subject: 'incident', subjectId: incidentId, actorId: handler.personId, to })
}

export default function IncidentPage() {
  const { incident, held, refundDecisionId, evidence, mayHandle, mayRefund, isOwner, notice } =
    useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(incidentsMessages)
  const words = t.kinds[incident.kind]
  const isOpen = !incident.closedAt
  return (
    <article className="mx-auto max-w-3xl">
      <Link className={LINK} to={paths.finance.incidents()}>
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{words.name}</h1>
      <SupplyNotice notice={notice} />
      <Refused>{result && 'refused' in result ? result.refused : undefined}</Refused>
      <State incident={incident} />
      <h2 className="mt-6 font-serif text-xl font-bold">{t.what}</h2>
      <p className="mt-1">{words.what}</p>
      <h2 className="mt-6 font-serif text-xl font-bold">{t.figures}</h2>
      <IncidentFigures incident={incident} />
      <IncidentLinks incident={incident} refundDecisionId={refundDecisionId} mayDecideRefund={mayRefund} />
      {held && <HeldMoney held={held} mayRefund={mayRefund && isOpen} />}
      {isOpen && (
        <>
          <h2 className="mt-6 font-serif text-xl font-bold">{t.todo}</h2>
          <p className="mt-1">{words.todo}</p>
        </>
      )}
      {isOpen && mayHandle && (
        <IncidentHandling
          incident={incident}
          isOwner={isOwner}
          reply={result && 'reply' in result ? result.reply : undefined}
        />
      )}
      <EvidenceSection evidence={evidence} mayWork={mayHandle} problem={problemOf(result)} />
    </article>
  )
}

function problemOf(result: object | undefined): EvidenceProblem | undefined {
  return result && 'evidenceProblem' in result ? (result.evidenceProblem as EvidenceProblem) : undefined
}

function State({ incident }: { incident: IncidentRow }) {
  const t = useMessages(incidentsMessages)
  const language = useLanguage()
  const { owner, closedAt, closedBy, resolution } = incident
  return (
    <>
      <Facts>
        <Fact name={t.opened}>{formatInstant(incident.openedAt, language)}</Fact>
        <Fact name={t.owner}>{owner ? t.ownedSince(owner.name, formatInstant(owner.since, language)) : t.nobody}</Fact>
      </Facts>
      {closedAt && (
        <div className="mt-4">
          <Notice tone="done">
            <p className="font-semibold">
              {t.closed}{' '}
              {closedBy
                ? t.closedBy(closedBy, formatInstant(closedAt, language))
                : t.closedItself(formatInstant(closedAt, language))}
            </p>
            {resolution && <p className="break-words">{resolution}</p>}
          </Notice>
        </div>
      )}
    </>
  )
}
