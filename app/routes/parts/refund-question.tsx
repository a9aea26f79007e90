import { paths } from '#app/http/paths.ts'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import type { CaseQuestion } from '#app/modules/aftersale/refund-case.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { BOX } from './refund-controls.tsx'

interface NamedLine {
  lineNo: number
  nameZh: string
  nameEn: string
}

/** What the buyer asked, in their own words, with their photographs. */
export function Question({ question, lines }: { question: CaseQuestion; lines: readonly NamedLine[] }) {
  const t = useMessages(aftersaleMessages)
  const language = useLanguage()
  const line = lines.find((one) => one.lineNo === question.lineNo)
  return (
    <section className={`mt-6 ${BOX}`} aria-labelledby="question">
      <h2 id="question" className="font-serif text-xl font-bold">
        {t.finance.question}
      </h2>
      <p className="mt-1 font-semibold">
        {line && (language === 'zh' ? line.nameZh : line.nameEn)} × {question.quantity} · {t.reasons[question.reason]}
      </p>
      <p className="text-sm text-ink-2">{t.finance.askedAt(formatInstant(question.askedAt, language))}</p>
      <blockquote className="mt-2 border-l-4 border-line-strong pl-3 whitespace-pre-line">{question.note}</blockquote>
      {question.photoKeys.length > 0 && (
        <ul className="mt-3 flex flex-wrap gap-2">
          {question.photoKeys.map((key, index) => (
            <li key={key}>
              <a href={paths.photo(`${key}-1280`)} className="block">
                <img
                  src={paths.photo(`${key}-320`)}
                  alt={`${t.finance.photos} ${index + 1}`}
                  width={160}
                  height={160}
                  loading="lazy"
                  className="size-40 rounded-[10px] border border-line object-cover"
                />
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
