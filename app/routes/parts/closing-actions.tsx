import { Form } from '@remix-run/react'
import { closingMessages } from '#app/messages/closing.ts'
import type { PeriodView } from '#app/modules/closing/period-queries.server.ts'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { PRIMARY } from './refund-controls.tsx'

export interface ClosingRights {
  prepare: boolean
  lock: boolean
  personId: string
}

/** The next step of a close, for whoever may take it; for everybody else, who does. */
export function ClosingStep({ period, may }: { period: PeriodView; may: ClosingRights }) {
  const t = useMessages(closingMessages).period
  const { state, preparedBy } = period
  if (state === 'closed') return null
  if (!period.isDue) return <Told words={period.next === period.month ? t.notOver : t.notDue(period.next ?? '')} />
  if (state === 'open')
    return may.prepare ? (
      <Step intent="prepare" words={t.prepare} hint={t.prepareHint} />
    ) : (
      <Told words={t.needsPrepare} />
    )
  if (preparedBy?.personId === may.personId) return <Told words={t.ownPreparation} />
  if (may.lock) return <Step intent="lock" words={t.lock} hint={t.lockHint} />
  return <Told words={t.waitsForLock(preparedBy?.name ?? '')} />
}

function Step({ intent, words, hint }: { intent: string; words: string; hint: string }) {
  return (
    <Form method="post" className="mt-6 print:hidden">
      <p className="mb-3 max-w-[680px] text-ink-2">{hint}</p>
      <button type="submit" name="intent" value={intent} className={`${PRIMARY} w-full sm:w-auto`}>
        {words}
      </button>
    </Form>
  )
}

function Told({ words }: { words: string }) {
  return (
    <div className="mt-6 print:hidden">
      <Notice tone="info">{words}</Notice>
    </div>
  )
}
