import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { evidencePacksMessages } from '#app/messages/evidence-packs.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import type { PackOnPage } from './pack-view.server.ts'

/** Packs that were asked for, the newest first. */
export function PackList({ packs }: { packs: readonly PackOnPage[] }) {
  const t = useMessages(evidencePacksMessages)
  const language = useLanguage()
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.packs}</h2>
      {packs.length === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.none}</p>}
      <ul className="mt-3 grid gap-3">
        {packs.map((pack) => (
          <li key={pack.packId}>
            <Link
              to={paths.finance.evidencePack(pack.packId)}
              className="block rounded-2xl border border-line bg-card p-4 hover:border-line-strong"
            >
              <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className="font-semibold tabular-nums">
                  {t.packTitle(pack.scope.from, pack.scope.to)}
                  {pack.countyZh && ` · ${inLanguage(pack.countyZh, pack.countyEn ?? '', language)}`}
                  {pack.agreementNo && ` · ${pack.agreementNo}`}
                </span>
                <span>{t.states[pack.state]}</span>
              </span>
              <span className="block text-sm text-ink-2 tabular-nums">
                {pack.whole && `${t.sum(pack.whole.lines, formatMoney(pack.whole.amount))} · `}
                {t.by(pack.askedBy, formatInstant(new Date(pack.askedAt), language))}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
