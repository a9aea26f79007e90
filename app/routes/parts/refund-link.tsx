import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import { Icon } from '#app/ui/icon.tsx'
import { useMessages } from '#app/ui/language.tsx'

/** The way from an order to asking for money back; the page behind it says what may still be asked. */
export function RefundLink({ orderNo, lineNo }: { orderNo: string; lineNo?: number }) {
  const t = useMessages(aftersaleMessages)
  return (
    <Link
      to={paths.askRefund(orderNo, lineNo)}
      className="inline-flex min-h-11 items-center gap-1.5 text-indigo underline print:hidden"
    >
      <Icon name="receipt" className="size-5" />
      {t.link}
    </Link>
  )
}
