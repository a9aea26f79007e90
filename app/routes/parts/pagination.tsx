import type { ShopMessages } from '#app/messages/shop.ts'

interface PaginationProps {
  page: number
  pageCount: number
  hrefOf: (page: number) => string
  words: ShopMessages['list']
}

const STEP = 'inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4'

/** Previous, where one is, next: links with addresses of their own. Nothing for a single page. */
export function Pagination({ page, pageCount, hrefOf, words }: PaginationProps) {
  if (pageCount < 2) return null
  return (
    <nav aria-label={words.pages} className="mt-8 flex flex-wrap items-center justify-center gap-4 text-sm">
      {page > 1 && (
        <a href={hrefOf(page - 1)} rel="prev" className={STEP}>
          {words.previous}
        </a>
      )}
      <span className="text-ink-2 tabular-nums">{words.page(page, pageCount)}</span>
      {page < pageCount && (
        <a href={hrefOf(page + 1)} rel="next" className={STEP}>
          {words.next}
        </a>
      )}
    </nav>
  )
}
