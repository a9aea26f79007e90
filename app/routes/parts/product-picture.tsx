import { paths } from '#app/http/paths.ts'
import { PHOTO_WIDTHS } from '#app/shared/photo.ts'

interface PictureProps {
  /** The first photograph; undefined where there is none. Without a width all sizes are offered. */
  photo: { key: string; width?: number; height?: number } | undefined
  /** What is drawn where there is no photograph. */
  drawing: { kind: string; seed: string }
  /** Empty where the words beside it say the same. */
  alt: string
  /** How wide it is shown, as in CSS: '(min-width: 1024px) 25vw, 50vw'. */
  sizes: string
  /** On the first screen: loaded at once. */
  isFirst?: boolean
  className?: string
}

const DRAWN_SIDE = 320

/**
 * A photograph in the size and format the browser asks for, or the drawing of the kind
 * of goods. No hooks: lists are made of it.
 */
export function Picture({ photo, drawing, alt, sizes, isFirst, className }: PictureProps) {
  const loading = isFirst ? undefined : ('lazy' as const)
  if (!photo) {
    const src = paths.picture(drawing.kind, drawing.seed)
    return <img src={src} alt={alt} width={DRAWN_SIDE} height={DRAWN_SIDE} loading={loading} className={className} />
  }
  const { key, width = DRAWN_SIDE, height = DRAWN_SIDE } = photo
  return (
    <img
      src={paths.photo(`${key}-640`)}
      srcSet={sourcesOf(photo)}
      sizes={sizes}
      alt={alt}
      width={width}
      height={height}
      loading={loading}
      className={className}
    />
  )
}

/** Sizes above the photograph's own are the same file again and are not offered. */
function sourcesOf({ key, width }: { key: string; width?: number }): string {
  const offered = PHOTO_WIDTHS.filter((one, index) => width === undefined || index === 0 || one <= width)
  return offered.map((one) => `${paths.photo(`${key}-${one}`)} ${one}w`).join(', ')
}
