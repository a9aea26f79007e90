import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import type { Notice as NoticeKind } from '#app/http/notices.ts'
import { paths } from '#app/http/paths.ts'
import { accountMessages } from '#app/messages/account.ts'
import { counterMessages } from '#app/messages/counter.ts'
import { inLanguage } from '#app/shared/language.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

/** Main action of a page: as wide as a thumb needs. */
export const PRIMARY =
  'inline-flex min-h-13 items-center justify-center rounded-[10px] bg-jiao-fill px-6 text-lg font-semibold text-white hover:bg-jiao-deep'
export const QUIET =
  'inline-flex min-h-12 items-center justify-center rounded-[10px] border border-line-strong bg-card px-5 font-semibold'
export const LINK = 'inline-flex min-h-11 items-center text-indigo underline'
export const CARD = 'rounded-2xl border border-line bg-card p-4'

/** What went wrong just now, or what was done before the redirect; nothing otherwise. */
export function CounterNotice({ problem, notice }: { problem?: ReactNode; notice?: NoticeKind | undefined }) {
  const t = useMessages(counterMessages)
  const { notices } = useMessages(accountMessages)
  if (problem)
    return (
      <div className="mt-4">
        <Notice tone="error" role="alert">
          <p className="font-semibold">{t.problem}</p>
          <p>{problem}</p>
        </Notice>
      </div>
    )
  if (!notice) return null
  return (
    <div className="mt-4">
      <Notice tone="done" role="status">
        {notices[notice]}
      </Notice>
    </div>
  )
}

/** Where a scanner's keyboard types: in focus on the page that is for nothing else. */
export function FindForm({ isFocused, error, typed }: { isFocused: boolean; error?: ReactNode; typed?: string }) {
  const t = useMessages(counterMessages)
  return (
    <Form method="post" action={paths.counter.find()} className="grid gap-3">
      <Field
        label={t.find.label}
        hint={t.find.hint}
        name="text"
        inputMode="numeric"
        autoComplete="off"
        // The page has one field, and a scanner types without a finger.
        autoFocus={isFocused}
        enterKeyHint="search"
        maxLength={40}
        required
        defaultValue={typed}
        error={error}
      />
      <button type="submit" className={PRIMARY}>
        {t.find.submit}
      </button>
    </Form>
  )
}

interface Named {
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
}

/** Name and spec of goods in the reader's language. */
export function useGoodsName(): (goods: Named) => { name: string; spec: string } {
  const language = useLanguage()
  return (goods) => ({
    name: inLanguage(goods.nameZh, goods.nameEn, language),
    spec: inLanguage(goods.specZh, goods.specEn, language),
  })
}

export function GoodsPicture({ kind, slug }: { kind: string; slug: string }) {
  return (
    <img
      src={paths.picture(kind, slug)}
      alt=""
      width={72}
      height={72}
      loading="lazy"
      className="size-18 shrink-0 rounded-[10px] bg-sand object-cover"
    />
  )
}

export function ShelfPlace({ at }: { at: { shelf: string; place: string } }) {
  const t = useMessages(counterMessages)
  return (
    <strong className="rounded-[10px] bg-sand px-3 py-1 whitespace-nowrap tabular-nums">
      {t.shelf(at.shelf, at.place)}
    </strong>
  )
}

/** Only where there is JavaScript: without it the browser's own menu prints. */
export function PrintButton({ children }: { children: ReactNode }) {
  return (
    <button type="button" onClick={() => window.print()} className={`${QUIET} print:hidden`}>
      {children}
    </button>
  )
}
