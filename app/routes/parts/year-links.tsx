import { Link } from '@remix-run/react'

/** The years a page can show, the latest first, each once. */
export function YearLinks({
  label,
  current,
  years,
  to,
}: {
  label: string
  current: number
  years: readonly number[]
  to: (year: number) => string
}) {
  const shown = [...new Set([...years, current])].sort((left, right) => right - left)
  return (
    <nav aria-label={label} className="mt-4 flex flex-wrap gap-2 print:hidden">
      {shown.map((year) => (
        <Link
          key={year}
          to={to(year)}
          aria-current={year === current ? 'page' : undefined}
          className="inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4 tabular-nums aria-[current=page]:bg-sand aria-[current=page]:font-semibold"
        >
          {year}
        </Link>
      ))}
    </nav>
  )
}
