import type { Notice as NoticeKind } from '#app/http/notices.ts'
import { accountMessages } from '#app/messages/account.ts'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

/** What the form before said it had done; nothing when it said nothing. */
export function SupplyNotice({ notice }: { notice: NoticeKind | undefined }) {
  const { notices } = useMessages(accountMessages)
  if (!notice) return null
  return (
    <div className="mt-4 print:hidden">
      <Notice tone="done" role="status">
        {notices[notice]}
      </Notice>
    </div>
  )
}
