import { agreementsMessages } from '#app/messages/agreements.ts'
import {
  type AgreementState,
  type AgreementTerm,
  agreementState,
  daysLeft,
  expiryWarning,
} from '#app/modules/assistance/agreement.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { basisPointsOf, type Fen, formatBasisPoints, formatMoney, negateFen, subtractFen } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

const CHIP = 'rounded-full border px-2.5 text-sm'
const TONES: Record<AgreementState, string> = {
  active: 'border-huai bg-huai-soft text-huai',
  upcoming: 'border-indigo bg-indigo-soft text-indigo',
  ended: 'border-line bg-sand text-ink-2',
  terminated: 'border-line bg-sand text-ink-2',
}

/** Where an agreement stands, and how soon it ends when that is soon. */
export function AgreementChips({ term, today }: { term: AgreementTerm; today: BusinessDate }) {
  const t = useMessages(agreementsMessages)
  const state = agreementState(term, today)
  const warning = expiryWarning(term, today)
  const tone = warning === 90 ? 'border-mai bg-mai-soft text-mai-deep' : 'border-shi bg-card text-shi font-semibold'
  return (
    <>
      <span className={`${CHIP} ${TONES[state]}`}>{t.states[state]}</span>
      {warning && <span className={`${CHIP} ${tone}`}>{t.expires(daysLeft(term, today))}</span>}
    </>
  )
}

/** How much of what was agreed has been bought, as figures and a bar that repeats them. */
export function AgreementProgress({ committed, counted, uncounted }: { committed: Fen; counted: Fen; uncounted: Fen }) {
  const t = useMessages(agreementsMessages)
  const share = basisPointsOf(counted, committed)
  const left = subtractFen(committed, counted)
  return (
    <div>
      <div aria-hidden="true" className="h-2 overflow-hidden rounded-full bg-sand">
        <div className="h-full rounded-full bg-mai" style={{ width: `${Math.min(100, Math.max(0, share / 100))}%` }} />
      </div>
      <p className="mt-1 flex flex-wrap gap-x-4 text-sm tabular-nums">
        <span className="font-semibold">{t.progress(formatBasisPoints(share))}</span>
        <span>
          {t.counted} {formatMoney(counted)} / {t.committed} {formatMoney(committed)}
        </span>
        <span className="text-ink-2">
          {left >= 0 ? `${t.left} ${formatMoney(left)}` : t.over(formatMoney(negateFen(left)))}
        </span>
        {uncounted !== 0 && (
          <span className="text-ink-2">
            {t.uncounted} {formatMoney(uncounted)}
          </span>
        )}
      </p>
    </div>
  )
}
