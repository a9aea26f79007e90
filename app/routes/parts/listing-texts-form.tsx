import { Form } from '@remix-run/react'
import { listingMessages } from '#app/messages/listings.ts'
import type { ListingBody } from '#app/modules/catalog/listing.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import type { TypedFields } from './listing-fields.ts'
import { fieldName } from './listing-words.ts'

interface TextsFormProps {
  body: ListingBody
  revision: number
  errors: Record<string, string>
  /** As it was sent, when it was not taken. */
  typed: TypedFields
}

interface TextRow {
  name: string
  label: string
  /** The Chinese beside an English field. */
  source?: string
  value: string
  rows?: number
}

/** The words of a listing, for whoever reviews it: everything else is the cooperative's. */
export function ListingTextsForm({ body, revision, errors, typed }: TextsFormProps) {
  const t = useMessages(listingMessages).review
  const isTyped = typed.nameZh !== undefined
  return (
    <details className="mt-8 rounded-2xl border border-line p-3" open={isTyped ? true : undefined}>
      <summary className="flex min-h-11 cursor-pointer items-center font-serif text-xl font-bold">{t.texts}</summary>
      <p className="text-sm text-ink-2">{t.textsHint}</p>
      <Form method="post" className="mt-4 grid gap-5">
        <input type="hidden" name="revision" value={revision} />
        {useTextRows(body).map(({ name, label, source, value, rows }) => {
          const said = { label, name, error: errors[name], hint: source || undefined }
          const text = isTyped ? (typed[name]?.[0] ?? '') : value
          if (rows === undefined) return <Field key={name} {...said} defaultValue={text} maxLength={120} />
          return (
            <Field key={name} {...said}>
              {(control) => <textarea {...control} rows={rows} maxLength={600} defaultValue={text} />}
            </Field>
          )
        })}
        <button
          type="submit"
          name="intent"
          value="texts"
          className="min-h-12 rounded-[10px] border border-line-strong bg-card px-5 font-semibold sm:w-fit"
        >
          {t.saveTexts}
        </button>
      </Form>
    </details>
  )
}

function useTextRows(body: ListingBody): TextRow[] {
  const language = useLanguage()
  const label = (field: string) =>
    fieldName({ group: 'listing', item: '', field, before: undefined, after: undefined }, language)
  const english = (['township', 'village', 'storage', 'shelfLife', 'season'] as const).map((field) => ({
    name: `${field}En`,
    label: label(`${field}.en`),
    source: body[field].zh,
    value: body[field].en,
  }))
  return [
    { name: 'nameZh', label: label('name.zh'), value: body.name.zh },
    { name: 'nameEn', label: label('name.en'), source: body.name.zh, value: body.name.en },
    { name: 'summaryZh', label: label('summary.zh'), value: body.summary.zh, rows: 4 },
    { name: 'summaryEn', label: label('summary.en'), source: body.summary.zh, value: body.summary.en, rows: 4 },
    ...english,
    ...body.skus.map(({ spec }, index) => ({
      name: `specsEn[${index}]`,
      label: label('spec.en'),
      source: spec.zh,
      value: spec.en,
    })),
    ...body.certificates.map(({ issuer }, index) => ({
      name: `issuersEn[${index}]`,
      label: label('issuer.en'),
      source: issuer.zh,
      value: issuer.en,
    })),
    ...body.photos.map(({ alt }, index) => ({
      name: `altsEn[${index}]`,
      label: label('alt.en'),
      source: alt.zh,
      value: alt.en,
    })),
  ]
}
