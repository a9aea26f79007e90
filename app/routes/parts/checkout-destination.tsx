import type { ReactNode } from 'react'
import { checkoutMessages } from '#app/messages/checkout.ts'
import { Field } from '#app/ui/field.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { useMessages } from '#app/ui/language.tsx'
import type { BuildingOnScreen, PickupPointOnScreen } from './checkout-view.server.ts'

type Fulfillment = 'pickup' | 'building'

interface DestinationProps {
  points: PickupPointOnScreen[]
  buildings: BuildingOnScreen[]
  /** What the form holds of each field. */
  typed: { fulfillment?: string; slotId?: string; buildingId?: string; room?: string }
  /** Words for what is wrong with each field. */
  errors: { fulfillment?: string; slotId?: string; buildingId?: string; room?: string }
}

/**
 * How and where to receive the goods. The part that is not chosen is hidden by
 * the style sheet alone; where a browser cannot, both are there.
 */
export function DestinationChoice({ points, buildings, typed, errors }: DestinationProps) {
  const t = useMessages(checkoutMessages)
  return (
    <>
      <Choices id="fulfillment" legend={t.how.legend} error={errors.fulfillment}>
        <div className="grid gap-2 sm:grid-cols-2">
          <HowChoice kind="pickup" chosen={typed.fulfillment} />
          <HowChoice kind="building" chosen={typed.fulfillment} />
        </div>
      </Choices>
      <div className="group-has-[#to-building:checked]/checkout:hidden">
        <Choices id="slotId" legend={t.slot.legend} hint={t.slot.hint} error={errors.slotId}>
          <PickupPoints points={points} chosen={typed.slotId} />
        </Choices>
      </div>
      <div className="grid gap-5 group-has-[#to-pickup:checked]/checkout:hidden">
        <Field label={t.building.label} name="buildingId" error={errors.buildingId}>
          {(control) => (
            <select {...control} defaultValue={typed.buildingId ?? ''}>
              <option value="">{t.building.choose}</option>
              {buildings.map(({ buildingId, name }) => (
                <option key={buildingId} value={buildingId}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          label={t.building.room}
          name="room"
          hint={t.building.roomHint}
          error={errors.room}
          defaultValue={typed.room}
          maxLength={40}
          autoComplete="off"
        />
      </div>
    </>
  )
}

const CHOICE =
  'flex min-h-12 items-center gap-2 rounded-[10px] border border-line-strong bg-card px-2.5 py-2 has-checked:border-jiao has-checked:bg-jiao-soft has-disabled:border-line has-disabled:bg-sand has-disabled:text-ink-2'
const RADIO = 'size-5 shrink-0 accent-jiao'

function HowChoice({ kind, chosen }: { kind: Fulfillment; chosen: string | undefined }) {
  const t = useMessages(checkoutMessages)
  return (
    <label className={CHOICE}>
      <input
        type="radio"
        id={`to-${kind}`}
        name="fulfillment"
        value={kind}
        defaultChecked={chosen === kind}
        className={RADIO}
      />
      {t.how[kind]}
    </label>
  )
}

function PickupPoints({ points, chosen }: { points: PickupPointOnScreen[]; chosen: string | undefined }) {
  const t = useMessages(checkoutMessages)
  const openFirst = points.find((point) => holds(point, chosen)) ?? points.find((point) => point.hasPlaces)
  if (!openFirst) return <p className="rounded-[10px] bg-sand p-3">{t.slot.none}</p>
  return (
    <div className="grid gap-2">
      {points.map((point) => (
        <details key={point.pointId} open={point === openFirst} className="rounded-2xl border border-line bg-card">
          <summary className="min-h-11 cursor-pointer px-4 py-3">
            <span className="font-semibold">{point.name}</span>
            <span className="block text-sm text-ink-2">
              {point.place} · {point.hasPlaces ? point.hours : t.slot.noneAtPoint}
            </span>
          </summary>
          <div className="grid gap-4 border-t border-line p-3">
            {point.days.map(({ day, slots }) => (
              <div key={day}>
                <p className="text-sm font-semibold">{day}</p>
                <div className="mt-1 grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-2">
                  {slots.map((slot) => (
                    <SlotChoice key={slot.slotId} slot={slot} day={day} isChosen={slot.slotId === chosen} />
                  ))}
                </div>
              </div>
            ))}
          </div>
        </details>
      ))}
    </div>
  )
}

function holds(point: PickupPointOnScreen, slotId: string | undefined): boolean {
  return point.days.some(({ slots }) => slots.some((slot) => slot.slotId === slotId))
}

type Slot = PickupPointOnScreen['days'][number]['slots'][number]

/** A time that filled up while it was chosen is made anew, and so chosen no longer. */
function SlotChoice({ slot, day, isChosen }: { slot: Slot; day: string; isChosen: boolean }) {
  const t = useMessages(checkoutMessages)
  const isFull = slot.left <= 0
  return (
    <label className={CHOICE}>
      <input
        key={isFull ? 'full' : 'open'}
        type="radio"
        name="slotId"
        value={slot.slotId}
        defaultChecked={isChosen && !isFull}
        disabled={isFull}
        className={RADIO}
      />
      <span className="min-w-0 flex-1 tabular-nums">
        <span className="sr-only">{day} </span>
        {slot.time} <span className="block text-sm text-ink-2">{isFull ? t.slot.full : t.slot.left(slot.left)}</span>
      </span>
    </label>
  )
}

interface ChoicesProps {
  /** Where the summary of errors leads. */
  id: string
  legend: string
  hint?: string
  error: string | undefined
  children: ReactNode
}

function Choices({ id, legend, hint, error, children }: ChoicesProps) {
  return (
    <fieldset id={id} tabIndex={-1} aria-describedby={error && `${id}-error`}>
      <legend className="font-serif text-xl font-bold">{legend}</legend>
      {hint && <p className="text-sm text-ink-2">{hint}</p>}
      <ChoiceError id={id} error={error} />
      <div className="mt-2">{children}</div>
    </fieldset>
  )
}

/** What is wrong with a choice, as a field says it. */
export function ChoiceError({ id, error }: { id: string; error: string | undefined }) {
  if (!error) return null
  return (
    <p id={`${id}-error`} className="mt-1 flex gap-1.5 border-l-4 border-jiao pl-2 text-sm text-jiao">
      <Icon name="warning" className="mt-0.5 size-5" />
      <span>{error}</span>
    </p>
  )
}
