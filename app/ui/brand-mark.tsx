/**
 * The sign of the shop: a cave dwelling's arch with two terraces and the sun,
 * and the wordmark. The word is an outline in the sprite, so it is in Song style
 * on every machine; whoever links it names it.
 */
export function BrandMark() {
  return (
    <span className="inline-flex items-center gap-2 text-ink">
      <svg aria-hidden="true" viewBox="0 0 32 32" className="size-9 shrink-0">
        <path d="M2 30V16a14 14 0 0 1 28 0v14z" className="fill-jiao-fill" />
        <circle cx="16" cy="11" r="4.5" fill="#FFFDF8" />
        <path d="M2 19.2c4-2.6 8.5-2.6 13 0s9.5 2.2 15-1.2v4.3c-5.5 3-10.5 2.8-15 .3s-9-2.4-13 .2z" fill="#FFFDF8" />
        <path d="M2 25.6c4.5-2 9-1.9 13.5 0S25 27.3 30 24.8V30H2z" fill="#E7A92F" />
      </svg>
      <svg aria-hidden="true" viewBox="0 0 92 30" className="h-6.5 w-auto shrink-0 fill-current">
        <use href="/icons.svg#wordmark" />
      </svg>
    </span>
  )
}
