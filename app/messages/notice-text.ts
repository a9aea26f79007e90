import type { NoticeContent, NoticeDataOf, NoticeKind } from '#app/modules/notices/notice.ts'
import { formatInstant, formatTimeRange } from '#app/shared/display-time.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { fen, formatMoney } from '#app/shared/money.ts'
import { type NoticesMessages, noticesMessages } from './notices.ts'

/** A notice in words: what an inbox shows and a mail says. */
export interface NoticeText {
  title: string
  lines: string[]
}

const MOST_OWN_WORDS = 500

type Writer<Kind extends NoticeKind> = (data: NoticeDataOf[Kind], t: NoticesMessages, language: Language) => NoticeText

const WRITERS: { [Kind in NoticeKind]: Writer<Kind> } = {
  order_placed: ({ orderNo, totalFen, payBefore }, { kinds: { order_placed: words } }, language) => ({
    title: words.title(orderNo),
    lines: [words.text(money(totalFen), at(payBefore, language))],
  }),
  order_paid: ({ orderNo, amountFen }, { kinds: { order_paid: words } }) => ({
    title: words.title(orderNo),
    lines: [words.text(money(amountFen))],
  }),
  order_ready: ({ orderNo, opensAt, closesAt, ...place }, { kinds: { order_ready: words } }, language) => {
    const where = inLanguage(place.placeZh, place.placeEn, language)
    const isToCollect = opensAt !== null && closesAt !== null
    const line = isToCollect
      ? words.toCollect(where, formatTimeRange(new Date(opensAt), new Date(closesAt), language))
      : words.delivered(where)
    return { title: words.title(orderNo), lines: [line] }
  },
  lines_shorted: ({ orderNo, lines, refundFen, note }, t, language) => {
    const words = t.kinds.lines_shorted
    const list = lines.map((line) => t.pieces(nameOf(line, language), String(line.quantity))).join(t.listSeparator)
    return {
      title: words.title(orderNo),
      lines: [words.lines(list), ...refundLine(refundFen, t), ...(note === '' ? [] : [words.note(ownWords(note))])],
    }
  },
  pickup_reminder: ({ orderNo, keptUntil, ...place }, { kinds: { pickup_reminder: words } }, language) => ({
    title: words.title(orderNo),
    lines: [words.text(inLanguage(place.placeZh, place.placeEn, language), at(keptUntil, language))],
  }),
  not_collected: ({ orderNo, outcome, refundFen }, t) => ({
    title: t.kinds.not_collected.title(orderNo),
    lines: [t.kinds.not_collected[outcome], ...refundLine(refundFen, t)],
  }),
  refunded: ({ orderNo, amountFen }, { kinds: { refunded: words } }) => ({
    title: words.title(orderNo),
    lines: [words.text(money(amountFen))],
  }),
  refund_refused: ({ orderNo, reason }, { kinds: { refund_refused: words } }) => ({
    title: words.title(orderNo),
    lines: [words.reason(ownWords(reason)), words.next],
  }),
  listing_published: (data, { kinds: { listing_published: words } }, language) => ({
    title: words.title(nameOf(data, language)),
    lines: [words.text],
  }),
  listing_sent_back: (data, { kinds: { listing_sent_back: words } }, language) => ({
    title: words.title(nameOf(data, language)),
    lines: [words.reason(ownWords(data.reason)), words.next],
  }),
  batch_recalled: (data, { kinds: { batch_recalled: words } }, language) => ({
    title: words.title(nameOf(data, language), ownWords(data.lotNo)),
    lines: [data.orderNo === null ? words.cooperative : words.buyer(data.orderNo), words.reason(ownWords(data.reason))],
  }),
  invited: (data, { kinds: { invited: words } }, language) => ({
    title: words.title(nameOf(data, language)),
    lines: [words.text],
  }),
  statement_sent: ({ statementNo, month, totalFen }, { kinds: { statement_sent: words } }) => ({
    title: words.title(month),
    lines: [words.text(statementNo, money(totalFen)), words.next],
  }),
  statement_paid: ({ statementNo, month, totalFen }, { kinds: { statement_paid: words } }) => ({
    title: words.title(month),
    lines: [words.text(statementNo, money(totalFen))],
  }),
  bank_account_recorded: ({ bankName, masked, validFrom }, { kinds: { bank_account_recorded: words } }) => ({
    title: words.title,
    lines: [words.text(ownWords(bankName), ownWords(masked), validFrom), words.next],
  }),
}

/** Puts a notice into words of `language`. */
export function explainNotice({ kind, data }: NoticeContent, language: Language): NoticeText {
  return writerOf(kind)(data, noticesMessages[language], language)
}

/** The writer of `kind`; that its data is of the same kind is what `NoticeContent` says. */
function writerOf(kind: NoticeKind): Writer<NoticeKind> {
  return WRITERS[kind] as Writer<NoticeKind>
}

function money(amountFen: number): string {
  return formatMoney(fen(amountFen))
}

function at(instant: string, language: Language): string {
  return formatInstant(new Date(instant), language)
}

function nameOf({ nameZh, nameEn }: { nameZh: string; nameEn: string }, language: Language): string {
  return ownWords(inLanguage(nameZh, nameEn, language))
}

function refundLine(refundFen: number, t: NoticesMessages): string[] {
  return refundFen > 0 ? [t.willBeRefunded(money(refundFen))] : []
}

/** What somebody typed, on one line and not endless, so that it cannot pass for words of the shop. */
function ownWords(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return line.length > MOST_OWN_WORDS ? `${line.slice(0, MOST_OWN_WORDS)}…` : line
}
