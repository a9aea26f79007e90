import { overviewMessages } from '#app/messages/overview.ts'
import { progressMessages } from '#app/messages/progress.ts'
import { type PipeLine, sumPipe } from '#app/modules/progress/overview.ts'
import { formatYuan } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import { SectionHeading } from './section-heading.tsx'

/** What is under way and counts once it is accepted, by channel. */
export function OverviewPipe({ pipe }: { pipe: readonly PipeLine[] }) {
  const t = useMessages(overviewMessages).pipe
  const { channels, columns } = useMessages(progressMessages)
  const whole = sumPipe(pipe)
  return (
    <section>
      <SectionHeading title={t.title} note={t.note} />
      <table className="w-full max-w-[42rem] border-collapse text-sm tabular-nums">
        <caption className="sr-only">{t.caption}</caption>
        <thead>
          <tr className="border-b-2 border-line-strong align-bottom">
            <th scope="col" className="py-2 text-left">
              {t.channel}
            </th>
            <th scope="col" className="py-2 pl-3 text-right">
              {t.orderedNotPaid}
            </th>
            <th scope="col" className="py-2 pl-3 text-right">
              {t.paidNotAccepted}
            </th>
          </tr>
        </thead>
        <tbody>
          {pipe.map((line) => (
            <tr key={line.channel} className="border-t border-line">
              <th scope="row" className="py-2 text-left font-normal">
                {channels.names[line.channel]}
              </th>
              <td className="py-2 pl-3 text-right">{formatYuan(line.orderedNotPaid)}</td>
              <td className="py-2 pl-3 text-right">{formatYuan(line.paidNotAccepted)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t-2 border-line-strong font-semibold">
            <th scope="row" className="py-2 text-left">
              {columns.total}
            </th>
            <td className="py-2 pl-3 text-right">{formatYuan(whole.orderedNotPaid)}</td>
            <td data-testid="pipe-paid" className="py-2 pl-3 text-right">
              {formatYuan(whole.paidNotAccepted)}
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}
