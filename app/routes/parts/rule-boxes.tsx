import { officeMessages } from '#app/messages/office-forms.ts'
import { progressMessages } from '#app/messages/progress.ts'
import { rulesMessages } from '#app/messages/rules.ts'
import type { Choice } from '#app/modules/assistance/office-choices.server.ts'
import { PURCHASE_CHANNELS, type PurchaseChannel } from '#app/modules/ledger/accounts.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { chosenIn, type OfficeReply, officeError } from './office-form.tsx'

interface BoxesProps {
  name: string
  legend: string
  hint: string
  options: readonly { value: string; words: string }[]
  chosen: readonly string[]
  answer: OfficeReply | undefined
}

/** Any of a list, as boxes with room for a thumb. */
function Boxes({ name, legend, hint, options, chosen, answer }: BoxesProps) {
  const t = useMessages(officeMessages)
  const error = officeError(answer?.reply, name, t)
  return (
    <fieldset id={name} tabIndex={-1} aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="font-semibold">{legend}</legend>
      <p className="text-sm text-ink-2">{hint}</p>
      <div className="mt-1 grid grid-cols-2 gap-x-6 sm:grid-cols-3">
        {options.map(({ value, words }) => (
          <label key={value} className="inline-flex min-h-11 items-center gap-2">
            <input
              type="checkbox"
              name={name}
              value={value}
              defaultChecked={chosen.includes(value)}
              className="size-5"
            />
            {words}
          </label>
        ))}
      </div>
      <BoxError name={name} error={error} />
    </fieldset>
  )
}

function BoxError({ name, error }: { name: string; error: string | undefined }) {
  if (!error) return null
  return (
    <p id={`${name}-error`} className="border-l-4 border-jiao pl-2 text-sm text-jiao">
      {error}
    </p>
  )
}

/** Each county with whether it counts and whether it is on the list of the 832. */
export function CountyBoxes({
  counties,
  before,
  answer,
}: {
  counties: readonly Choice[]
  before: readonly { countyId: string; on832List: boolean }[]
  answer: OfficeReply | undefined
}) {
  const t = useMessages(rulesMessages)
  const office = useMessages(officeMessages)
  const language = useLanguage()
  const counted = chosenIn(answer?.reply, 'counties') ?? before.map((one) => one.countyId)
  const listed = chosenIn(answer?.reply, 'listed') ?? before.filter((one) => one.on832List).map((one) => one.countyId)
  const box = (name: string, { id, words, chosen }: { id: string; words: string; chosen: readonly string[] }) => (
    <label className="inline-flex min-h-11 items-center gap-2">
      <input type="checkbox" name={name} value={id} defaultChecked={chosen.includes(id)} className="size-5" />
      {words}
    </label>
  )
  return (
    <fieldset id="counties" tabIndex={-1}>
      <legend className="font-semibold">{t.counties}</legend>
      <p className="text-sm text-ink-2">{t.countiesHint}</p>
      <ul id="listed" tabIndex={-1} className="mt-1 divide-y divide-line rounded-2xl border border-line bg-card px-4">
        {counties.map((county) => (
          <li key={county.id} className="flex flex-wrap items-center gap-x-6">
            <span className="w-24 font-semibold">{county[language]}</span>
            {box('counties', { id: county.id, words: t.counted, chosen: counted })}
            {box('listed', { id: county.id, words: t.listed, chosen: listed })}
          </li>
        ))}
      </ul>
      <BoxError name="counties" error={officeError(answer?.reply, 'counties', office)} />
      <BoxError name="listed" error={officeError(answer?.reply, 'listed', office)} />
    </fieldset>
  )
}

export function CategoryBoxes({
  categories,
  before,
  answer,
}: {
  categories: readonly Choice[]
  before: readonly string[]
  answer: OfficeReply | undefined
}) {
  const t = useMessages(rulesMessages)
  const language = useLanguage()
  return (
    <Boxes
      name="categories"
      legend={t.categories}
      hint={t.categoriesHint}
      options={categories.map((category) => ({ value: category.id, words: category[language] }))}
      chosen={chosenIn(answer?.reply, 'categories') ?? before}
      answer={answer}
    />
  )
}

export function ChannelBoxes({
  before,
  answer,
}: {
  before: readonly PurchaseChannel[]
  answer: OfficeReply | undefined
}) {
  const t = useMessages(rulesMessages)
  const { names } = useMessages(progressMessages).channels
  return (
    <Boxes
      name="channels"
      legend={t.channels}
      hint={t.channelsHint}
      options={PURCHASE_CHANNELS.map((channel) => ({ value: channel, words: names[channel] }))}
      chosen={chosenIn(answer?.reply, 'channels') ?? before}
      answer={answer}
    />
  )
}
