import { HOSTED_STYLE } from './hosted-page-style.ts'
import { type HostedLanguage, type HostedWords, hostedWords } from './hosted-page-words.ts'
import type { CheckoutSession, LineItem, PaymentIntent } from './stripe-objects.ts'

export interface HostedCheckout {
  session: CheckoutSession
  intent: PaymentIntent | undefined
  lineItems: readonly LineItem[]
}

/** The language wished in the address, else the session's, else Chinese. */
export function hostedLanguage(wished: string | null, session?: CheckoutSession): HostedLanguage {
  if (wished === 'en' || wished === 'zh') return wished
  return session?.locale?.startsWith('en') ? 'en' : 'zh'
}

/** The page a buyer sees at `session.url`: a form while the session is open, else how it ended. */
export function renderHostedPage(checkout: HostedCheckout, language: HostedLanguage): string {
  const words = hostedWords[language]
  const content = checkout.session.status === 'open' ? openContent(checkout, words) : endContent(checkout, words)
  return page(language, { switchTo: `/checkout/${checkout.session.id}`, content })
}

export function renderClosedPage(language: HostedLanguage, sessionId: string): string {
  const words = hostedWords[language]
  const content = `<section class="card end"><h2>${words.closed}</h2><p>${words.closedNote}</p></section>`
  return page(language, { switchTo: `/checkout/${escapeHtml(sessionId)}/closed`, content })
}

export function renderMissingPage(language: HostedLanguage): string {
  const words = hostedWords[language]
  const content = `<section class="card end"><h2>${words.missing}</h2><p>${words.missingNote}</p></section>`
  return page(language, { content })
}

/** Where the buyer goes after paying: the shop's address with the session's id filled in. */
export function successAddress(session: CheckoutSession): string {
  return (session.success_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', session.id)
}

/** Nothing but the page's own style; forms may lead to the sandbox and, by redirect, to the shop. */
export function hostedPolicy(session?: CheckoutSession): string {
  const shops = [session?.success_url, session?.cancel_url].flatMap((url) => originOf(url))
  const formTargets = ["'self'", ...new Set(shops)].join(' ')
  return `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; form-action ${formTargets}`
}

function originOf(url: string | null | undefined): string[] {
  try {
    return [new URL(url ?? '').origin]
  } catch {
    return []
  }
}

function page(language: HostedLanguage, parts: { switchTo?: string; content: string }): string {
  const words = hostedWords[language]
  const other = language === 'zh' ? 'en' : 'zh'
  const languageLink =
    parts.switchTo === undefined
      ? ''
      : `<a class="language" lang="${langTag(other)}" href="${parts.switchTo}?lang=${other}">${words.otherLanguage}</a>`
  return `<!doctype html>
<html lang="${langTag(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${words.title} · ${words.banner}</title>
<link rel="icon" href="data:,">
<style>${HOSTED_STYLE}</style>
</head>
<body>
<header class="banner"><strong>${words.banner} <span lang="${langTag(other)}">${words.bannerOther}</span></strong><span>${words.bannerNote}</span></header>
<main>
<div class="top"><h1>${words.title}</h1>${languageLink}</div>
${parts.content}
</main>
</body>
</html>`
}

function langTag(language: HostedLanguage): string {
  return language === 'zh' ? 'zh-CN' : 'en'
}

function openContent(checkout: HostedCheckout, words: HostedWords): string {
  const { session, intent } = checkout
  const declined = intent?.last_payment_error
    ? `<div class="notice" role="alert"><strong>${words.declined}</strong>${words.declinedNote}</div>`
    : ''
  const cancel =
    session.cancel_url === null ? '' : button({ action: 'cancel', look: 'quiet', label: words.cancel, note: '' })
  return `${declined}${summary(checkout, words)}
<form method="post">
${methods(session, words)}
<fieldset><legend>${words.outcome}</legend>
${button({ action: 'pay', look: 'primary', label: words.pay, note: words.payNote })}
${button({ action: 'decline', look: '', label: words.decline, note: words.declineNote })}
${button({ action: 'process', look: '', label: words.process, note: words.processNote })}
${button({ action: 'pay_and_close', look: '', label: words.payAndClose, note: words.payAndCloseNote })}
${cancel}
</fieldset>
</form>`
}

/** The note describes the button and is not part of its name. */
function button(parts: { action: string; look: string; label: string; note: string }): string {
  const noteId = `${parts.action}-note`
  const note = parts.note === '' ? '' : `<small id="${noteId}" aria-hidden="true">${parts.note}</small>`
  const described = parts.note === '' ? '' : ` aria-describedby="${noteId}"`
  return `<button class="${parts.look}" name="action" value="${parts.action}"${described}>${parts.label}${note}</button>`
}

function methods(session: CheckoutSession, words: HostedWords): string {
  const choices = session.payment_method_types.map(
    (method, index) =>
      `<label class="choice"><input type="radio" name="method" value="${method}"${index === 0 ? ' checked' : ''}> ${words[method]}</label>`,
  )
  return `<fieldset><legend>${words.methods}</legend>${choices.join('')}</fieldset>`
}

function summary({ session, lineItems }: HostedCheckout, words: HostedWords): string {
  const items = lineItems.map(
    (item) => `<li><span>${escapeHtml(item.name)} × ${item.quantity}</span><span>${yuan(item.amountTotal)}</span></li>`,
  )
  return `<section class="card">
<span class="label">${words.amount}</span>
<p class="amount">${yuan(session.amount_total)}</p>
<dl><dt>${words.order}</dt><dd>${escapeHtml(orderNumber(session))}</dd></dl>
<details><summary><span>${words.items} · ${lineItems.length}</span></summary><ul>${items.join('')}</ul></details>
</section>`
}

function endContent({ session, intent }: HostedCheckout, words: HostedWords): string {
  const [title, note] = ending(session, intent, words)
  const target =
    session.status === 'complete' ? successAddress(session) : (session.cancel_url ?? successAddress(session))
  return `<section class="card end"><h2>${title}</h2>${note === '' ? '' : `<p>${note}</p>`}
<p class="label">${words.order} ${escapeHtml(orderNumber(session))} · ${yuan(session.amount_total)}</p>
<a class="button primary" href="${escapeHtml(target)}">${words.cancel}</a></section>`
}

function ending(session: CheckoutSession, intent: PaymentIntent | undefined, words: HostedWords): [string, string] {
  if (session.status === 'expired') return [words.expired, words.expiredNote]
  if (session.payment_status !== 'unpaid') return [words.paid, '']
  return intent?.status === 'processing' ? [words.processing, words.processingNote] : [words.failed, words.failedNote]
}

/** The number people know their order by: the shop's own reference. */
function orderNumber(session: CheckoutSession): string {
  const { metadata } = session
  return metadata.order_no ?? metadata.order_number ?? metadata.orderNo ?? session.client_reference_id ?? '—'
}

/** 123456 fen → ¥1,234.56 */
function yuan(fen: number): string {
  const whole = Math.floor(fen / 100).toLocaleString('en-US')
  return `¥${whole}.${String(fen % 100).padStart(2, '0')}`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
