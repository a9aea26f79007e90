import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { attainmentMessages } from '#app/messages/attainment.ts'
import { progressMessages } from '#app/messages/progress.ts'
import type { CountedPurchase } from '#app/modules/progress/counted-purchase.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { inLanguage } from '#app/shared/language.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Fact, Facts } from './refund-controls.tsx'

/** Where an amount that counts comes from, by everything a report divides it by, and its entry. */
export function CountedFacts({ counted }: { counted: CountedPurchase }) {
  const { counted: t, controls } = useMessages(attainmentMessages)
  const progress = useMessages(progressMessages)
  const language = useLanguage()
  const name = (zh: string | undefined, en: string | undefined) => zh && en && inLanguage(zh, en, language)
  return (
    <Facts>
      <Fact name={t.date}>{counted.businessDate}</Fact>
      <Fact name={t.county}>{name(counted.countyZh, counted.countyEn)}</Fact>
      {counted.cooperativeZh && <Fact name={t.supplier}>{name(counted.cooperativeZh, counted.cooperativeEn)}</Fact>}
      {counted.reference && <Fact name={t.reference}>{counted.reference}</Fact>}
      <Fact name={t.channel}>{progress.channels.names[counted.channel]}</Fact>
      <Fact name={t.fund}>{progress.funds.names[counted.fundType]}</Fact>
      <Fact name={t.unit}>{name(counted.unitZh, counted.unitEn) ?? controls.noUnit}</Fact>
      <Fact name={t.is832}>{counted.channel === 'platform_832' ? t.counts832 : t.counts832Not}</Fact>
      <Fact name={t.recordedAt}>{formatInstant(counted.recordedAt, language)}</Fact>
      <Fact name={t.entry}>
        <EntryLink entryId={counted.entryId} />
      </Fact>
    </Facts>
  )
}

export function EntryLink({ entryId }: { entryId: number }) {
  const { counted: t } = useMessages(attainmentMessages)
  return (
    <Link className="text-indigo underline" to={paths.finance.entry(entryId)}>
      {t.entryLink(entryId)}
    </Link>
  )
}
