import { policiesMessages } from '#app/messages/policies.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { BOX } from './refund-controls.tsx'
import { SupplyFold } from './supply-fold.tsx'

/** Rules as they were set once: each rule by its name and in words. */
export interface ShownVersion {
  validFrom: BusinessDate
  recordedBy: string | undefined
  recordedAt: Date
  rules: [name: string, words: string][]
}

/** Rules that come and those in force, with all before them in a fold. The versions have the last first. */
export function PolicyVersions({ versions, today }: { versions: readonly ShownVersion[]; today: BusinessDate }) {
  const t = useMessages(policiesMessages)
  const current = versions.findIndex(({ validFrom }) => validFrom <= today)
  const shown = versions.slice(0, current + 1)
  const past = versions.slice(current + 1)
  return (
    <>
      <ul className="mt-3 grid gap-3">
        {shown.map((version, place) => (
          <Version key={version.validFrom} version={version} mark={place === current ? t.current : t.coming} />
        ))}
      </ul>
      {past.length > 0 && (
        <SupplyFold title={t.versions} isOpen={false}>
          <ul className="grid gap-3">
            {past.map((version) => (
              <Version key={version.validFrom} version={version} />
            ))}
          </ul>
        </SupplyFold>
      )}
    </>
  )
}

function Version({ version, mark }: { version: ShownVersion; mark?: string }) {
  const t = useMessages(policiesMessages)
  const language = useLanguage()
  const { validFrom, recordedBy, recordedAt, rules } = version
  return (
    <li className={BOX}>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-semibold tabular-nums">{t.from(validFrom)}</span>
        {mark && <span className="rounded-full border border-line px-2.5 text-sm">{mark}</span>}
        <span className="text-sm text-ink-2">
          {recordedBy === undefined ? t.byReference : t.recorded(recordedBy, formatInstant(recordedAt, language))}
        </span>
      </p>
      <dl className="mt-2 grid gap-x-4 gap-y-1 sm:grid-cols-[minmax(12rem,auto)_1fr]">
        {rules.map(([name, words]) => (
          <div key={name} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd className="mb-1 font-semibold tabular-nums sm:mb-0">{words}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
}
