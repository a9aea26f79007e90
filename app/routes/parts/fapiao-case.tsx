import { Form } from '@remix-run/react'
import { type FapiaoMessages, fapiaoMessages } from '#app/messages/fapiao.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatMoney, formatYuan } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import type { FapiaoAnswer } from './fapiao-steps.server.ts'
import { explainFapiao, type FapiaoOnPage } from './fapiao-words.ts'
import { formatOrderNo } from './order-url.ts'
import { SupplyFold } from './supply-fold.tsx'

interface FapiaoCaseProps {
  fapiao: FapiaoOnPage
  mayWork: boolean
  answer: FapiaoAnswer | undefined
  today: string
  toFile: (documentId: string) => string
}

/** One request with its invoice, for whoever keeps it. */
export function FapiaoCase({ fapiao, mayWork, answer, today, toFile }: FapiaoCaseProps) {
  const t = useMessages(fapiaoMessages)
  return (
    <>
      <h1 className="font-serif text-2xl font-bold">{t.caseTitle(formatOrderNo(fapiao.orderNo))}</h1>
      <p className="font-semibold">{t.states[fapiao.state]}</p>
      {(answer?.refusal || answer?.problem) && (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {answer.refusal ? explainFapiao(answer.refusal, t) : t.problems[answer.problem ?? '']}
          </Notice>
        </div>
      )}
      {fapiao.needsRed && (
        <div className="mt-4">
          <Notice tone="warning">{t.needsRedText}</Notice>
        </div>
      )}
      <FapiaoFacts fapiao={fapiao} toFile={toFile} />
      {mayWork && fapiao.state === 'requested' && <IssueForms fapiao={fapiao} answer={answer} today={today} />}
      {mayWork && fapiao.state === 'issued' && <ReverseForm fapiao={fapiao} answer={answer} today={today} />}
    </>
  )
}

export function FapiaoFacts({ fapiao, toFile }: Pick<FapiaoCaseProps, 'fapiao' | 'toFile'>) {
  const t = useMessages(fapiaoMessages)
  const language = useLanguage()
  const facts = [
    [t.titleKind, t.kinds[fapiao.titleKind]],
    [t.invoiceTitle, fapiao.title],
    [t.taxNo, fapiao.taxNo],
    [t.seller, inLanguage(fapiao.cooperativeZh, fapiao.cooperativeEn, language)],
    [t.requestedAt, formatInstant(new Date(fapiao.requestedAt), language)],
    [t.owed, formatMoney(fapiao.owed)],
    [t.number, fapiao.number],
    [t.day, fapiao.issuedOn],
    [t.amount, fapiao.amount === undefined ? undefined : formatMoney(fapiao.amount)],
    [t.because, fapiao.declinedBecause],
    [t.redNumber, fapiao.red?.number],
    [t.redOn, fapiao.red?.day],
    [t.because, fapiao.red?.because],
  ].filter((fact): fact is [string, string] => Boolean(fact[1]))
  return (
    <>
      <dl className="mt-4 grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">
        {facts.map(([name, value]) => (
          <div key={`${name} ${value}`} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd className="break-words tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 flex flex-wrap gap-4 print:hidden">
        {fapiao.documentId && (
          <a className="inline-flex min-h-11 items-center text-indigo underline" href={toFile(fapiao.documentId)}>
            {t.download}
          </a>
        )}
        {fapiao.red && (
          <a className="inline-flex min-h-11 items-center text-indigo underline" href={toFile(fapiao.red.documentId)}>
            {t.downloadRed}
          </a>
        )}
      </p>
    </>
  )
}

type FormProps = Pick<FapiaoCaseProps, 'fapiao' | 'answer' | 'today'>

/** Why a field was not accepted, in the reader's words. */
function errorOf(answer: FapiaoAnswer | undefined, field: string, t: FapiaoMessages): string | undefined {
  const key = answer?.errors?.[field]?.[0]
  return key && (t.problems[key] ?? key)
}

function IssueForms({ fapiao, answer, today }: FormProps) {
  const t = useMessages(fapiaoMessages)
  const isDeclining = answer?.intent === 'decline'
  return (
    <>
      <Form
        method="post"
        encType="multipart/form-data"
        className="mt-6 grid gap-4 rounded-2xl border border-line bg-card p-4 print:hidden"
      >
        <input type="hidden" name="intent" value="issue" />
        <Field
          label={t.number}
          name="number"
          inputMode="numeric"
          maxLength={24}
          required
          error={isDeclining ? undefined : errorOf(answer, 'number', t)}
        />
        <Field
          label={t.day}
          name="day"
          type="date"
          defaultValue={today}
          max={today}
          required
          error={errorOf(answer, 'day', t)}
        />
        <Field
          label={t.amount}
          name="amount"
          inputMode="decimal"
          maxLength={20}
          defaultValue={formatYuan(fapiao.owed)}
          required
          error={errorOf(answer, 'amount', t)}
        />
        <Field
          label={t.file}
          hint={t.fileHint}
          name="file"
          type="file"
          accept=".pdf,.ofd,.jpg,.jpeg,.png,.webp"
          required
        />
        <button
          type="submit"
          className="min-h-12 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep sm:justify-self-start"
        >
          {t.issue}
        </button>
      </Form>
      <SupplyFold title={t.decline} isOpen={isDeclining}>
        <Form method="post" encType="multipart/form-data" className="grid gap-4">
          <input type="hidden" name="intent" value="decline" />
          <Field label={t.because} name="because" maxLength={300} required error={errorOf(answer, 'because', t)} />
          <button
            type="submit"
            className="min-h-11 rounded-[10px] border border-line-strong bg-card px-4 sm:justify-self-start"
          >
            {t.decline}
          </button>
        </Form>
      </SupplyFold>
    </>
  )
}

function ReverseForm({ fapiao, answer, today }: FormProps) {
  const t = useMessages(fapiaoMessages)
  return (
    <SupplyFold title={t.reverse} isOpen={fapiao.needsRed || answer?.intent === 'reverse'}>
      <Form method="post" encType="multipart/form-data" className="grid gap-4">
        <input type="hidden" name="intent" value="reverse" />
        <Field
          label={t.redNumber}
          name="number"
          inputMode="numeric"
          maxLength={24}
          required
          error={errorOf(answer, 'number', t)}
        />
        <Field
          label={t.redOn}
          name="day"
          type="date"
          defaultValue={today}
          max={today}
          required
          error={errorOf(answer, 'day', t)}
        />
        <Field label={t.because} name="because" maxLength={300} required error={errorOf(answer, 'because', t)} />
        <Field
          label={t.file}
          hint={t.fileHint}
          name="file"
          type="file"
          accept=".pdf,.ofd,.jpg,.jpeg,.png,.webp"
          required
        />
        <button
          type="submit"
          className="min-h-11 rounded-[10px] border border-line-strong bg-sand px-4 font-semibold sm:justify-self-start"
        >
          {t.reverse}
        </button>
      </Form>
    </SupplyFold>
  )
}
