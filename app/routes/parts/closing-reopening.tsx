import { Form } from '@remix-run/react'
import { closingMessages } from '#app/messages/closing.ts'
import type { PeriodView, ReopeningView } from '#app/modules/closing/period-queries.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import type { ClosingRights } from './closing-actions.tsx'
import { type FormBack, formBack } from './closing-form.ts'
import type { ClosingAnswer } from './closing-steps.server.ts'
import { BOX, PRIMARY, SECONDARY } from './refund-controls.tsx'

interface ReopeningProps {
  period: PeriodView
  may: ClosingRights
  /** Names the next request: sent twice, it is one. */
  requestId: string
  answer: ClosingAnswer | undefined
}

/** Opening a locked month again: what was asked and answered, and what is left to do about it. */
export function Reopening({ period, may, requestId, answer }: ReopeningProps) {
  const t = useMessages(closingMessages)
  const asked = period.reopenings.find((one) => one.state === 'asked')
  const mayAsk = period.isLatestClosed && may.prepare && asked === undefined
  if (period.reopenings.length === 0 && !mayAsk) return null
  return (
    <section className="mt-10 border-t border-line pt-6">
      <h2 className="font-serif text-xl font-bold">{t.period.reopen}</h2>
      <p className="mt-1 max-w-[680px] text-sm text-ink-2">{t.period.reopenLead}</p>
      <ul className="mt-3 grid gap-3">
        {period.reopenings.map((one) => (
          <li key={one.reopeningId} className={BOX}>
            <Story reopening={one} />
            {one.state === 'asked' && <Settle reopening={one} may={may} back={formBack(answer, 'refuse', t)} />}
          </li>
        ))}
      </ul>
      {mayAsk && <Ask requestId={requestId} back={formBack(answer, 'ask', t)} />}
    </section>
  )
}

function Story({ reopening }: { reopening: ReopeningView }) {
  const t = useMessages(closingMessages).period
  const language = useLanguage()
  const settledAt = reopening.settledAt ? formatInstant(reopening.settledAt, language) : ''
  return (
    <>
      <p className="font-semibold">{t.asked(reopening.askedBy.name, formatInstant(reopening.askedAt, language))}</p>
      <p className="mt-1 break-words">{reopening.reason}</p>
      {reopening.state === 'approved' && (
        <p className="mt-1 text-sm text-ink-2">{t.approved(reopening.settledBy ?? '', settledAt)}</p>
      )}
      {reopening.state === 'refused' && (
        <p className="mt-1 text-sm break-words text-ink-2">
          {t.refused(reopening.settledBy ?? '', settledAt)} · {reopening.refusedBecause}
        </p>
      )}
    </>
  )
}

function Settle({ reopening, may, back }: { reopening: ReopeningView; may: ClosingRights; back: FormBack }) {
  const t = useMessages(closingMessages).period
  if (reopening.askedBy.personId === may.personId)
    return (
      <div className="mt-3">
        <Notice tone="info">{t.ownAsking}</Notice>
      </div>
    )
  if (!may.lock) return null
  return (
    <div className="mt-4 grid gap-6 print:hidden">
      <Form method="post">
        <input type="hidden" name="reopeningId" value={reopening.reopeningId} />
        <button type="submit" name="intent" value="approve" className={`${PRIMARY} w-full sm:w-auto`}>
          {t.approveReopen}
        </button>
      </Form>
      <Form method="post" className="grid max-w-[680px] gap-3 border-t border-line pt-4">
        <input type="hidden" name="intent" value="refuse" />
        <input type="hidden" name="reopeningId" value={reopening.reopeningId} />
        <Field label={t.refuseBecause} name="because" error={back.errorOf('because')}>
          {(control) => (
            <textarea {...control} rows={2} maxLength={500} required defaultValue={back.typed('because')} />
          )}
        </Field>
        <div>
          <button type="submit" className={SECONDARY}>
            {t.refuseReopen}
          </button>
        </div>
      </Form>
    </div>
  )
}

function Ask({ requestId, back }: { requestId: string; back: FormBack }) {
  const t = useMessages(closingMessages).period
  return (
    <Form method="post" className="mt-4 grid max-w-[680px] gap-3 print:hidden">
      <input type="hidden" name="intent" value="ask" />
      <input type="hidden" name="requestId" value={back.typed('requestId') ?? requestId} />
      <Field label={t.reopenReason} name="reason" id="reopen-reason" error={back.errorOf('reason')}>
        {(control) => <textarea {...control} rows={3} maxLength={500} required defaultValue={back.typed('reason')} />}
      </Field>
      <div>
        <button type="submit" className={SECONDARY}>
          {t.askReopen}
        </button>
      </div>
    </Form>
  )
}
