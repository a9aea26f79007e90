import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { fapiaoMessages } from '#app/messages/fapiao.ts'
import { Icon } from '#app/ui/icon.tsx'
import { useMessages } from '#app/ui/language.tsx'

/** The way from an order to the invoices of its parts. */
export function FapiaoLink({ orderNo }: { orderNo: string }) {
  const t = useMessages(fapiaoMessages)
  return (
    <Link
      to={paths.orderFapiao(orderNo)}
      className="inline-flex min-h-11 items-center gap-1.5 text-indigo underline print:hidden"
    >
      <Icon name="receipt" className="size-5" />
      {t.link}
    </Link>
  )
}
