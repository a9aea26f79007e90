import { listingMessages } from '#app/messages/listings.ts'
import { type FieldChange, type FieldConflict, isSubstantial } from '#app/modules/catalog/field-change.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { fieldName, fieldText, type GoodsNames } from './listing-words.ts'

/** Said by something else on the page, or by nothing a reader would look at. */
const UNSPOKEN = new Set(['width', 'height', 'key', 'code', 'allergensStated'])

/** The fields a reader is shown; an order only where it is more than a consequence of what came and went. */
function spoken<Change extends FieldChange>(changes: readonly Change[]): Change[] {
  return changes.filter(({ group, field, before, after }) => {
    if (field.endsWith('.order')) return isReordered(String(before ?? '[]'), String(after ?? '[]'))
    return !UNSPOKEN.has(field) && !(group === 'certificate' && (field === 'kind' || field === 'number'))
  })
}

function isReordered(before: string, after: string): boolean {
  const [old, fresh] = [JSON.parse(before) as string[], JSON.parse(after) as string[]]
  const kept = (list: string[], other: string[]) => JSON.stringify(list.filter((item) => other.includes(item)))
  return kept(old, fresh) !== kept(fresh, old)
}

interface DiffProps {
  changes: readonly FieldChange[]
  isNew: boolean
  goods: GoodsNames
}

/** Field by field what a proposal changes; what matters most stands first and says so. */
export function ListingDiff({ changes, isNew, goods }: DiffProps) {
  const t = useMessages(listingMessages)
  const language = useLanguage()
  const shown = spoken(changes).filter(({ after, before }) => !isNew || (after ?? before ?? '') !== '')
  if (shown.length === 0) return <p className="mt-3 rounded-2xl bg-sand p-4">{t.review.nothing}</p>
  const ordered = isNew
    ? shown
    : [...shown].sort((left, right) => Number(isSubstantial(right)) - Number(isSubstantial(left)))
  return (
    <dl className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card">
      {ordered.map((change) => (
        <div
          key={`${change.group} ${change.item} ${change.field}`}
          className="p-3 md:grid md:grid-cols-[14rem_1fr] md:gap-4"
        >
          <dt className="font-semibold [overflow-wrap:anywhere]">
            {fieldName(change, language)}
            {!isNew && isSubstantial(change) && (
              <span className="ml-2 rounded-[6px] bg-mai-soft px-1.5 text-xs text-mai-deep">{t.review.important}</span>
            )}
          </dt>
          <dd className="mt-1 grid gap-1 [overflow-wrap:anywhere] whitespace-pre-line md:mt-0">
            {!isNew && (
              <span className="text-ink-2">
                <span className="text-xs">{t.review.before} </span>
                <del>{fieldText(change.field, change.before, { language, goods })}</del>
              </span>
            )}
            <span>
              {!isNew && <span className="text-xs text-ink-2">{t.review.after} </span>}
              <ins className="no-underline">{fieldText(change.field, change.after, { language, goods })}</ins>
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** What was published since a proposal was begun, beside what it says itself. */
export function StaleFields({ conflicts, goods }: { conflicts: readonly FieldConflict[]; goods: GoodsNames }) {
  const t = useMessages(listingMessages)
  const language = useLanguage()
  const shown = spoken(conflicts)
  if (shown.length === 0) return <p className="mt-2">{t.stale.versionOnly}</p>
  return (
    <ul className="mt-2 grid gap-3">
      {shown.map((conflict) => {
        const rows: [string, FieldConflict['before']][] = [
          [t.stale.before, conflict.before],
          [t.stale.now, conflict.after],
          [t.stale.proposed, conflict.proposed],
        ]
        return (
          <li key={`${conflict.group} ${conflict.item} ${conflict.field}`}>
            <b className="font-semibold">{fieldName(conflict, language)}</b>
            <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-sm [overflow-wrap:anywhere]">
              {rows.map(([name, value]) => (
                <div key={name} className="contents">
                  <dt className="text-ink-2">{name}</dt>
                  <dd>{fieldText(conflict.field, value, { language, goods })}</dd>
                </div>
              ))}
            </dl>
          </li>
        )
      })}
    </ul>
  )
}
