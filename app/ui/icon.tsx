export type IconName =
  | 'home'
  | 'basket'
  | 'bag'
  | 'chart'
  | 'person'
  | 'search'
  | 'filter'
  | 'check'
  | 'clock'
  | 'map-pin'
  | 'leaf'
  | 'truck'
  | 'receipt'
  | 'arrow-right'
  | 'chevron-right'
  | 'minus'
  | 'plus'
  | 'trash'
  | 'info'
  | 'warning'
  | 'shield'
  | 'qr'
  | 'close'

interface IconProps {
  name: IconName
  className?: string
}

/** A drawing of the sprite `public/icons.svg`, in the colour of the words beside it. Never alone: words say what it means. */
export function Icon({ name, className = 'size-6' }: IconProps) {
  return (
    <svg aria-hidden="true" className={`shrink-0 ${className}`}>
      <use href={`/icons.svg#${name}`} />
    </svg>
  )
}
