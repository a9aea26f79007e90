import { counterMessages } from '#app/messages/counter.ts'
import type { SaleView } from '#app/modules/counter/sale-queries.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { useGoodsName } from './counter-parts.tsx'
import { formatOrderNo } from './order-url.ts'

/** What was sold, as it is printed. */
export function SaleReceipt({ sale }: { sale: Omit<SaleView, 'checkoutUrl'> }) {
  const { sold: t, sale: words } = useMessages(counterMessages)
  const language = useLanguage()
  const named = useGoodsName()
  const isPaid = sale.status === 'paid' || sale.status === 'completed'
  return (
    <section className="mt-6 rounded-2xl border border-line bg-card p-4 print:mt-0 print:border-0 print:p-0">
      <h2 className="font-serif text-xl font-bold">{isPaid ? t.receipt : words.basket}</h2>
      <p className="text-sm text-ink-2 tabular-nums">
        {inLanguage(sale.pointZh, sale.pointEn, language)} · {formatOrderNo(sale.orderNo)} ·{' '}
        {formatInstant(sale.placedAt, language)} · {t.clerk(sale.clerk)}
      </p>
      <table className="mt-3 w-full border-collapse text-sm">
        <tbody>
          {sale.lines.map((line) => (
            <tr key={line.lineNo} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 text-left font-normal">
                {named(line).name} <span className="text-ink-2">{named(line).spec}</span>
              </th>
              <td className="py-1.5 pl-3 text-right whitespace-nowrap tabular-nums">
                {line.quantity} × {formatMoney(line.unitPrice)}
              </td>
              <td className="py-1.5 pl-3 text-right tabular-nums">{formatMoney(line.lineTotal)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t-2 border-line-strong font-semibold">
            <th scope="row" className="py-2 text-left">
              {t.total}
              {isPaid && ` · ${sale.isCash ? t.cash : t.byPhone}`}
            </th>
            <td />
            <td className="py-2 pl-3 text-right tabular-nums">{formatMoney(sale.total)}</td>
          </tr>
        </tfoot>
      </table>
      {isPaid && <p className="mt-3 text-sm text-ink-2">{t.agent}</p>}
    </section>
  )
}
