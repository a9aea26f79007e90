import type { LegalDocument } from '#app/messages/legal.ts'

/** A public text at reading width. */
export function LegalPage({ document }: { document: LegalDocument }) {
  return (
    <article className="mx-auto max-w-[680px]">
      <h1 className="font-serif text-2xl font-bold text-balance">{document.title}</h1>
      <p className="mt-3 text-ink-2">{document.intro}</p>
      <p className="mt-2 text-xs text-ink-3">{document.updated}</p>
      {document.sections.map(({ heading, paragraphs, facts }) => (
        <section key={heading} className="mt-8">
          <h2 className="font-serif text-xl font-bold">{heading}</h2>
          {paragraphs.map((paragraph) => (
            <p key={paragraph} className="mt-3">
              {paragraph}
            </p>
          ))}
          {facts.length > 0 && (
            <dl className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card px-4">
              {facts.map(({ name, value }) => (
                <div key={name} className="gap-4 py-3 sm:grid sm:grid-cols-[12rem_1fr]">
                  <dt className="text-sm font-semibold">{name}</dt>
                  <dd className="text-sm text-ink-2 [overflow-wrap:anywhere]">{value}</dd>
                </div>
              ))}
            </dl>
          )}
        </section>
      ))}
    </article>
  )
}
