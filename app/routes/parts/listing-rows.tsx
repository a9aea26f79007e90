import { catalogTerms } from '#app/messages/catalog-terms.ts'
import { listingMessages } from '#app/messages/listings.ts'
import { CONTENT_UNITS } from '#app/modules/catalog/net-content.ts'
import { CERTIFICATE_KINDS } from '#app/modules/catalog/product-draft.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { type ListingFormProps, rowCount, typedValue } from './listing-fields.ts'

const ROW = 'grid gap-4 rounded-2xl border border-line bg-card p-3'

/** Sizes with their prices; those that are on sale keep what is in them. */
export function SkuRows(props: ListingFormProps) {
  const t = useMessages(listingMessages).edit
  const rows = Array.from({ length: rowCount(props.typed, 'skus') }, (_, index) => index)
  return (
    <section className="grid gap-3">
      <div>
        <h3 className="font-semibold">{t.skus}</h3>
        <p className="text-sm text-ink-2">{t.skusHint}</p>
      </div>
      {rows.map((index) => (
        <SkuRow key={index} {...props} index={index} />
      ))}
      <p className="text-sm text-ink-2">{t.moreRows}</p>
    </section>
  )
}

function SkuRow({ typed, errors, fixedCodes, index }: ListingFormProps & { index: number }) {
  const t = useMessages(listingMessages).edit
  const at = (name: string) => `skus[${index}].${name}`
  const value = (name: string) => typedValue(typed, at(name))
  const said = (name: string) => ({ name: at(name), error: errors[at(name)], defaultValue: value(name) })
  const code = value('code')
  const isFixed = fixedCodes.includes(code)
  return (
    <fieldset className={ROW}>
      <legend className="px-1 text-sm font-semibold">
        {t.sku(index + 1)} {code && <span className="font-mono text-xs text-ink-2">{code}</span>}
      </legend>
      {code && <input type="hidden" name={at('code')} value={code} />}
      <div className="grid grid-cols-[1fr_8.5rem] gap-3">
        <Field {...said('content')} label={t.content} inputMode="decimal" maxLength={10} readOnly={isFixed} />
        {isFixed ? (
          <div>
            <span className="block font-semibold">{t.unit}</span>
            <input type="hidden" name={at('unit')} value={value('unit')} />
            <p className="mt-1 flex min-h-12 items-center px-3">{t.units[value('unit') as 'kg']}</p>
          </div>
        ) : (
          <Field label={t.unit} name={at('unit')} error={errors[at('unit')]}>
            {(control) => (
              <select {...control} defaultValue={value('unit') || 'kg'}>
                {CONTENT_UNITS.map((unit) => (
                  <option key={unit} value={unit}>
                    {t.units[unit]}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
      </div>
      <Field {...said('price')} label={t.price} inputMode="decimal" maxLength={12} />
      <Field {...said('spec')} label={t.spec} hint={t.specHint} maxLength={40} />
      <Field {...said('max')} label={t.max} inputMode="numeric" maxLength={3} />
      {code && (
        <label className="inline-flex min-h-11 items-center gap-2">
          <input
            type="checkbox"
            name={at('off')}
            value="on"
            defaultChecked={value('off') === 'on'}
            className="size-5 accent-jiao"
          />
          {t.off}
        </label>
      )}
    </fieldset>
  )
}

/** The papers that go with the goods. */
export function CertificateRows(props: ListingFormProps) {
  const t = useMessages(listingMessages).edit
  const rows = Array.from({ length: rowCount(props.typed, 'certificates') }, (_, index) => index)
  return (
    <section className="grid gap-3">
      <h3 className="font-semibold">{t.certificates}</h3>
      {rows.map((index) => (
        <CertificateRow key={index} {...props} index={index} />
      ))}
    </section>
  )
}

function CertificateRow({ typed, errors, index }: ListingFormProps & { index: number }) {
  const t = useMessages(listingMessages).edit
  const { certificates } = useMessages(catalogTerms)
  const at = (name: string) => `certificates[${index}].${name}`
  const said = (name: string) => ({
    name: at(name),
    error: errors[at(name)],
    defaultValue: typedValue(typed, at(name)),
  })
  return (
    <fieldset className={ROW}>
      <legend className="px-1 text-sm font-semibold">{t.certificate(index + 1)}</legend>
      <Field label={t.certificateKind} name={at('kind')} error={errors[at('kind')]}>
        {(control) => (
          <select {...control} defaultValue={typedValue(typed, at('kind'))}>
            <option value="">{t.choose}</option>
            {CERTIFICATE_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {certificates[kind]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field {...said('number')} label={t.certificateNumber} maxLength={60} />
      <Field {...said('issuer')} label={t.certificateIssuer} maxLength={60} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field {...said('issuedOn')} label={t.issuedOn} type="date" />
        <Field {...said('expiresOn')} label={t.expiresOn} type="date" />
      </div>
    </fieldset>
  )
}
