import { listingMessages } from '#app/messages/listings.ts'
import type { ListingState } from '#app/modules/catalog/listing.ts'
import { Icon, type IconName } from '#app/ui/icon.tsx'
import { useMessages } from '#app/ui/language.tsx'

const LOOKS: Record<ListingState, { icon: IconName; colours: string }> = {
  draft: { icon: 'info', colours: 'bg-sand text-ink-2' },
  submitted: { icon: 'clock', colours: 'bg-mai-soft text-mai-deep' },
  published: { icon: 'check', colours: 'bg-huai-soft text-huai' },
  sent_back: { icon: 'warning', colours: 'bg-jiao-soft text-jiao' },
  withdrawn: { icon: 'close', colours: 'bg-sand text-ink-2' },
}

/** Where a proposal stands, by sign and word. */
export function ListingStateSeal({ state }: { state: ListingState }) {
  const { states } = useMessages(listingMessages)
  const { icon, colours } = LOOKS[state]
  return (
    <span className={`inline-flex items-center gap-1 rounded-full px-2 text-sm ${colours}`}>
      <Icon name={icon} className="size-4" />
      {states[state]}
    </span>
  )
}
