import { Form } from '@remix-run/react'
import { counterMessages } from '#app/messages/counter.ts'
import type { VisitProof } from '#app/modules/counter/visit-pass.server.ts'
import type { PastVisit, VisitLine, VisitView } from '#app/modules/counter/visit-queries.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { Field } from '#app/ui/field.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { CARD, GoodsPicture, PRIMARY, QUIET, useGoodsName } from './counter-parts.tsx'

/** Whoever stands here shows the code, or knows number and phone. */
export function ProofForms() {
  const t = useMessages(counterMessages).visit
  return (
    <section className={`mt-4 ${CARD}`}>
      <h2 className="font-serif text-xl font-bold">{t.proofTitle}</h2>
      <div className="mt-3 grid gap-5 sm:grid-cols-2">
        <Form method="post" className="grid content-start gap-3">
          <input type="hidden" name="intent" value="code" />
          <Field label={t.proofCode} name="code" inputMode="numeric" autoComplete="off" maxLength={12} required />
          <button type="submit" className={PRIMARY}>
            {t.proofCodeSubmit}
          </button>
        </Form>
        <Form method="post" className="grid content-start gap-3">
          <input type="hidden" name="intent" value="phone" />
          <Field
            label={t.proofPhone}
            hint={t.proofPhoneHint}
            name="phoneTail"
            inputMode="numeric"
            pattern="[0-9]{4}"
            maxLength={4}
            autoComplete="off"
            required
          />
          <button type="submit" className={QUIET}>
            {t.proofPhoneSubmit}
          </button>
        </Form>
      </div>
    </section>
  )
}

interface HandOverFormProps {
  visit: VisitView
  proof: VisitProof
  pass: string
  requestId: string
}

/** Filled in with what is on the shelf: sending it as it stands gives all of it. */
export function HandOverForm({ visit, proof, pass, requestId }: HandOverFormProps) {
  const t = useMessages(counterMessages).visit
  const open = visit.lines.filter((line) => line.here + line.toCome > 0)
  return (
    <Form method="post" className={`mt-4 ${CARD}`}>
      <input type="hidden" name="intent" value="hand-over" />
      <input type="hidden" name="requestId" value={requestId} />
      <input type="hidden" name="pass" value={pass} />
      <p className="flex items-center gap-2 text-huai">
        <Icon name="check" />
        <strong>{t.proven[proof]}</strong> <span className="text-sm text-ink-2">{t.provenUntil}</span>
      </p>
      <h2 className="mt-3 font-serif text-xl font-bold">{t.lines}</h2>
      <ul className="mt-1 divide-y divide-line">
        {open.map((line, index) => (
          <li key={line.orderLineId} className="flex flex-wrap gap-3 py-3">
            <LineFacts line={line} />
            <LineQuantity line={line} index={index} />
          </li>
        ))}
      </ul>
      <div className="mt-3 grid gap-4 sm:grid-cols-2">
        <Field label={t.proxy} hint={t.proxyHint} name="proxyName" maxLength={60} autoComplete="off" />
        <Field label={t.visitNote} name="note" maxLength={200} autoComplete="off" />
      </div>
      <button type="submit" className={`mt-4 w-full sm:w-auto ${PRIMARY}`}>
        {t.submit}
      </button>
      <p className="mt-2 text-sm text-ink-2">{t.submitHint}</p>
    </Form>
  )
}

function LineQuantity({ line, index }: { line: VisitLine; index: number }) {
  const t = useMessages(counterMessages).visit
  const { name } = useGoodsName()(line)
  return (
    <div className="ml-auto w-28">
      <input type="hidden" name={`lines[${index}].orderLineId`} value={line.orderLineId} />
      <label className="block text-sm text-ink-2" htmlFor={`quantity-${index}`}>
        {t.quantity}
        <span className="sr-only"> {name}</span>
      </label>
      <input
        id={`quantity-${index}`}
        name={`lines[${index}].quantity`}
        defaultValue={line.here}
        inputMode="numeric"
        pattern="0|[1-9][0-9]{0,2}"
        maxLength={3}
        className="mt-1 min-h-13 w-full rounded-[10px] border border-line-strong bg-card text-center text-xl tabular-nums"
      />
    </div>
  )
}

function LineFacts({ line }: { line: VisitLine }) {
  const t = useMessages(counterMessages).visit
  const { name, spec } = useGoodsName()(line)
  const states = [
    t.ordered(line.quantity),
    line.here > 0 && t.here(line.here),
    line.toCome > 0 && t.toCome(line.toCome),
    line.accepted > 0 && t.accepted(line.accepted),
    line.canceled > 0 && t.canceled(line.canceled),
  ].filter(Boolean)
  return (
    <>
      <GoodsPicture kind={line.pictureKind} slug={line.productSlug} />
      <div className="min-w-40 flex-1">
        <p className="font-semibold">{name}</p>
        <p className="text-sm text-ink-2">{spec}</p>
        <p className="text-sm tabular-nums">{states.join(' · ')}</p>
      </div>
    </>
  )
}

/** What the order is of, when nothing can be given now. */
export function VisitLines({ lines }: { lines: VisitLine[] }) {
  return (
    <ul className={`mt-4 divide-y divide-line ${CARD}`}>
      {lines.map((line) => (
        <li key={line.orderLineId} className="flex gap-3 py-3">
          <LineFacts line={line} />
        </li>
      ))}
    </ul>
  )
}

export function PastVisits({ visits }: { visits: PastVisit[] }) {
  const t = useMessages(counterMessages).visit
  const language = useLanguage()
  if (visits.length === 0) return null
  return (
    <section className="mt-6">
      <h2 className="font-serif text-xl font-bold">{t.history}</h2>
      <ul className={`mt-2 divide-y divide-line ${CARD}`}>
        {visits.map((visit) => (
          <li key={`${visit.visitId}${visit.kind}`} className="py-2">
            <p className="tabular-nums">
              {formatInstant(visit.at, language)} · {t.kinds[visit.kind]} · {t.historyLine(visit.pieces)}
            </p>
            <p className="text-sm text-ink-2 [overflow-wrap:anywhere]">
              {[visit.by && t.by(visit.by), visit.proxyName && t.proxyLine(visit.proxyName), visit.note]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
