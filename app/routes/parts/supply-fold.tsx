import type { ReactNode } from 'react'
import { Icon } from '#app/ui/icon.tsx'

export const SUPPLY_SUBMIT =
  'min-h-12 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep sm:justify-self-start'

/** A part of the page that opens at a tap, with or without scripts. */
export function SupplyFold({ title, isOpen, children }: { title: string; isOpen: boolean; children: ReactNode }) {
  return (
    <details open={isOpen} className="group mt-3 rounded-2xl border border-line bg-card print:hidden">
      <summary className="flex min-h-12 cursor-pointer list-none items-center gap-2 px-4 font-semibold">
        <Icon name="chevron-right" className="size-5 group-open:rotate-90 motion-safe:transition-transform" />
        {title}
      </summary>
      <div className="px-4 pb-4">{children}</div>
    </details>
  )
}
