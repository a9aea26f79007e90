interface SectionHeadingProps {
  title: string
  note?: string
  link?: { to: string; words: string }
}

/** Head of a part of a page, with an optional note and a way on. */
export function SectionHeading({ title, note, link }: SectionHeadingProps) {
  return (
    <div className="mt-10 mb-3 flex flex-wrap items-baseline gap-x-3">
      <h2 className="font-serif text-xl font-bold">{title}</h2>
      {note && <p className="text-sm text-ink-2">{note}</p>}
      {link && (
        <a href={link.to} className="ml-auto inline-flex min-h-11 items-center text-sm text-indigo underline">
          {link.words}
        </a>
      )}
    </div>
  )
}
