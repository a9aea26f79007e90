import type { ReactNode } from 'react'

const REGION = 'mt-3 overflow-x-auto rounded-2xl border border-line bg-card px-4'

/** A card around a table that scrolls sideways where it must, reachable by keyboard. */
export function TableRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className={REGION} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
