import { aftersaleMessages } from '#app/messages/aftersale.ts'
import type { RecalledLine } from '#app/modules/aftersale/recall-queries.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { formatOrderNo } from './order-url.ts'

/** Every order line that got pieces of a lot: how many it keeps, and when its buyer was told. */
export function RecalledLines({ lines }: { lines: readonly Omit<RecalledLine, 'contactName' | 'contactPhone'>[] }) {
  const t = useMessages(aftersaleMessages)
  const language = useLanguage()
  return (
    <div className="mt-6 overflow-x-auto">
      <table className="w-full min-w-[40rem] border-collapse text-sm print:min-w-0">
        <thead>
          <tr className="border-b-2 border-line-strong text-left">
            <th scope="col" className="py-2 pr-3">
              {t.recall.order}
            </th>
            <th scope="col" className="py-2 pr-3">
              {t.recall.product}
            </th>
            {[t.recall.fromLot, t.recall.handedOver, t.recall.canceled].map((head) => (
              <th key={head} scope="col" className="py-2 pr-3 text-right">
                {head}
              </th>
            ))}
            <th scope="col" className="py-2">
              {t.recall.told}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.orderNo} ${line.nameZh} ${line.specZh}`} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 pr-3 text-left font-normal tabular-nums">
                {formatOrderNo(line.orderNo)}
                <span className="block text-xs text-ink-2">{t.orderStatus[line.orderStatus]}</span>
              </th>
              <td className="py-1.5 pr-3">
                {language === 'zh' ? line.nameZh : line.nameEn}{' '}
                <span className="text-ink-2">{language === 'zh' ? line.specZh : line.specEn}</span>
              </td>
              <td className="py-1.5 pr-3 text-right tabular-nums">{line.fromLot}</td>
              <td className="py-1.5 pr-3 text-right tabular-nums">{line.handedOver}</td>
              <td className="py-1.5 pr-3 text-right tabular-nums">{line.canceled ?? t.recall.notYet}</td>
              <td className="py-1.5 tabular-nums">
                {line.toldAt ? formatInstant(line.toldAt, language) : t.recall.notYet}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
