import { catalogTerms } from '#app/messages/catalog-terms.ts'
import { listingMessages } from '#app/messages/listings.ts'
import { ALLERGENS } from '#app/modules/catalog/product-draft.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { type GoodsOption, type ListingFormProps, typedValue } from './listing-fields.ts'
import { CertificateRows, SkuRows } from './listing-rows.tsx'
import { certificateNames } from './listing-words.ts'

/** What a grower says of a product: a few things first, the rest below. */
export function ListingFields(props: ListingFormProps) {
  const t = useMessages(listingMessages).edit
  return (
    <>
      <section className="grid gap-5">
        <h2 className="font-serif text-xl font-bold">{t.main}</h2>
        <TextField {...props} name="nameZh" label={t.name} hint={t.nameHint} maxLength={30} />
        <GoodsField {...props} />
        <SkuRows {...props} />
        <TextField {...props} name="stockNote" label={t.stockNote} hint={t.stockNoteHint} maxLength={200} />
      </section>
      <section className="grid gap-5">
        <div>
          <h2 className="font-serif text-xl font-bold">{t.rest}</h2>
          <p className="text-sm text-ink-2">{t.restHint}</p>
        </div>
        <TextField {...props} name="township" label={t.township} maxLength={20} />
        <TextField {...props} name="village" label={t.village} maxLength={20} />
        <TextField {...props} name="summaryZh" label={t.summary} hint={t.summaryHint} maxLength={300} rows={4} />
        <TextField {...props} name="storage" label={t.storage} maxLength={60} />
        <TextField {...props} name="shelfLife" label={t.shelfLife} maxLength={60} />
        <TextField {...props} name="season" label={t.season} maxLength={60} />
        <Months {...props} />
        <Allergens {...props} />
        <CertificateRows {...props} />
        <details
          className="rounded-2xl border border-line p-3"
          open={props.errors.nameEn || props.errors.summaryEn ? true : undefined}
        >
          <summary className="flex min-h-11 cursor-pointer items-center font-semibold">{t.english}</summary>
          <p className="text-sm text-ink-2">{t.englishHint}</p>
          <div className="mt-3 grid gap-5" lang="en">
            <TextField {...props} name="nameEn" label={t.nameEn} maxLength={60} />
            <TextField {...props} name="summaryEn" label={t.summaryEn} maxLength={600} rows={4} />
          </div>
        </details>
      </section>
    </>
  )
}

interface TextFieldProps extends ListingFormProps {
  name: string
  label: string
  hint?: string
  maxLength: number
  rows?: number
}

function TextField({ typed, errors, name, label, hint, maxLength, rows }: TextFieldProps) {
  const value = typedValue(typed, name)
  const said = { label, name, hint, error: errors[name] }
  if (rows === undefined) return <Field {...said} defaultValue={value} maxLength={maxLength} />
  return (
    <Field {...said}>
      {(control) => <textarea {...control} rows={rows} maxLength={maxLength} defaultValue={value} />}
    </Field>
  )
}

function GoodsField({ typed, errors, goods }: ListingFormProps) {
  const t = useMessages(listingMessages).edit
  const language = useLanguage()
  const chosen = typedValue(typed, 'goods')
  const option = goods.find(({ value }) => value === chosen)
  const categories = [...new Set(goods.map(({ category }) => category))]
  const needs = option && [
    ...option.allOf.map((kind) => certificateNames([kind], language)),
    anyOfWords(option, t.anyOf, language),
  ]
  return (
    <div>
      <Field label={t.goods} name="goods" hint={t.goodsHint} error={errors.goods}>
        {(control) => (
          <select {...control} defaultValue={chosen}>
            <option value="">{t.choose}</option>
            {categories.map((category) => (
              <optgroup key={category} label={category}>
                {goods
                  .filter((one) => one.category === category)
                  .map(({ value, name }) => (
                    <option key={value} value={value}>
                      {name}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        )}
      </Field>
      {option && needs && (
        <p className="mt-1 text-sm text-ink-2">
          {t.needs(needs.filter(Boolean).join(language === 'zh' ? '、' : ', '))} {option.isPerBatch && t.perBatch}
        </p>
      )}
    </div>
  )
}

function anyOfWords(option: GoodsOption, words: (kinds: string) => string, language: 'zh' | 'en'): string {
  if (option.anyOf.length === 0) return ''
  const names = certificateNames(option.anyOf, language)
  return option.anyOf.length === 1 ? names : words(names)
}

const BOX = 'inline-flex min-h-11 items-center gap-2'

function Months({ typed, errors }: ListingFormProps) {
  const t = useMessages(listingMessages).edit
  const { months } = useMessages(catalogTerms)
  return (
    <fieldset>
      <legend className="font-semibold">{t.seasonMonths}</legend>
      <div className="mt-1 grid grid-cols-3 gap-x-3 sm:grid-cols-6">
        {months.map((month, index) => (
          <label key={month} className={BOX}>
            <input
              type="checkbox"
              name="seasonMonths"
              value={index + 1}
              defaultChecked={typed.seasonMonths?.includes(String(index + 1))}
              className="size-5 accent-jiao"
            />
            {month}
          </label>
        ))}
      </div>
      <BoxError text={errors.seasonMonths} />
    </fieldset>
  )
}

function Allergens({ typed, errors }: ListingFormProps) {
  const t = useMessages(listingMessages).edit
  const { allergens } = useMessages(catalogTerms)
  return (
    <fieldset>
      <legend className="font-semibold">{t.allergens}</legend>
      <div className="mt-1 grid gap-x-3 sm:grid-cols-2">
        {ALLERGENS.map((allergen) => (
          <label key={allergen} className={BOX}>
            <input
              type="checkbox"
              name="allergens"
              value={allergen}
              defaultChecked={typed.allergens?.includes(allergen)}
              className="size-5 shrink-0 accent-jiao"
            />
            {allergens[allergen]}
          </label>
        ))}
        <label className={BOX}>
          <input
            type="checkbox"
            name="noAllergens"
            value="on"
            defaultChecked={typedValue(typed, 'noAllergens') === 'on'}
            className="size-5 shrink-0 accent-jiao"
          />
          {t.noAllergens}
        </label>
      </div>
      <BoxError text={errors.allergens} />
    </fieldset>
  )
}

function BoxError({ text }: { text: string | undefined }) {
  return text ? <p className="mt-1 border-l-4 border-jiao pl-2 text-sm text-jiao">{text}</p> : null
}
