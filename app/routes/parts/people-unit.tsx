import { Form } from '@remix-run/react'
import { orgUnitsMessages } from '#app/messages/org-units.ts'
import type { OrgUnitView } from '#app/modules/identity/org-unit.ts'
import type { PersonView } from '#app/modules/identity/people-queries.server.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

/** Which unit somebody belongs to, and the way to change it. */
export function UnitOfPerson({ person, units }: { person: PersonView; units: readonly OrgUnitView[] }) {
  const t = useMessages(orgUnitsMessages)
  const language = useLanguage()
  const shown = units.filter((unit) => unit.isActive || unit.orgUnitId === person.orgUnitId)
  return (
    <Form method="post" className="mt-1 flex flex-wrap items-center gap-2">
      <input type="hidden" name="personId" value={person.personId} />
      <select
        name="unit"
        aria-label={t.assignNamed(person.name)}
        defaultValue={person.orgUnitId ?? ''}
        className="min-h-11 max-w-full rounded-[10px] border border-line-strong bg-card px-3"
      >
        <option value="">{t.noUnit}</option>
        {shown.map((unit) => (
          <option key={unit.orgUnitId} value={unit.orgUnitId}>
            {language === 'zh' ? unit.nameZh : unit.nameEn}
          </option>
        ))}
      </select>
      <button
        type="submit"
        name="intent"
        value="assign"
        className="inline-flex min-h-11 items-center text-indigo underline"
      >
        {t.assignSubmit}
      </button>
    </Form>
  )
}
