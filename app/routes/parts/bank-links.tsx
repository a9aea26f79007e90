import { Form, Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { bankMessages } from '#app/messages/bank.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import type { LinkOnPage } from './bank-line-view.server.ts'
import { SupplyFold } from './supply-fold.tsx'

/** The matches a line has or had, with both sides and the entry; the one that stands can be undone. */
export function BankLinks({ links, mayWork }: { links: readonly LinkOnPage[]; mayWork: boolean }) {
  const t = useMessages(bankMessages)
  if (links.length === 0) return null
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.links}</h2>
      <ul className="mt-3 grid gap-3">
        {links.map((link) => (
          <li key={link.linkId} className="rounded-2xl border border-line bg-card p-4">
            <Sides link={link} />
            {mayWork && !link.undone && <UndoForm linkId={link.linkId} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Sides({ link }: { link: LinkOnPage }) {
  const t = useMessages(bankMessages)
  const language = useLanguage()
  const at = (instant: number) => formatInstant(new Date(instant), language)
  return (
    <>
      <p className="text-sm text-ink-2">
        {t.by(link.madeBy, at(link.madeAt))} ·{' '}
        <Link className="text-indigo underline" to={paths.finance.entry(link.entryId)}>
          {t.entry(link.entryId)}
        </Link>
      </p>
      {link.note && <p className="break-words">{link.note}</p>}
      <ul className="mt-2 grid gap-1 tabular-nums">
        {link.lines.map((line) => (
          <li key={line.bankLineId} className="flex flex-wrap justify-between gap-x-4">
            <Link className="text-indigo underline" to={paths.finance.bankLine(line.bankLineId)}>
              {line.bookedOn} · {line.counterparty || t.noName}
            </Link>
            {formatMoney(line.amount)}
          </li>
        ))}
        {link.parts.map((part) => (
          <li key={`${part.kind}:${part.refId ?? ''}`} className="flex flex-wrap justify-between gap-x-4 pl-4">
            <span>{t.itemKinds[part.kind]}</span>
            {formatMoney(part.amount)}
          </li>
        ))}
      </ul>
      {link.undone && (
        <p className="mt-2 border-l-4 border-mai pl-2 text-sm">
          {t.undone(link.undone.by, at(link.undone.at))} {t.because(link.undone.because)}
        </p>
      )}
    </>
  )
}

function UndoForm({ linkId }: { linkId: string }) {
  const t = useMessages(bankMessages)
  return (
    <SupplyFold title={t.undo} isOpen={false}>
      <Form method="post" className="grid gap-3">
        <input type="hidden" name="intent" value="undo" />
        <input type="hidden" name="linkId" value={linkId} />
        <Field label={t.undoBecause} name="because" id={`because-${linkId}`} maxLength={300} required />
        <button
          type="submit"
          className="min-h-11 rounded-[10px] border border-line-strong bg-card px-4 sm:justify-self-start"
        >
          {t.undo}
        </button>
      </Form>
    </SupplyFold>
  )
}
