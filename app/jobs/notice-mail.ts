import { pathTo } from '#app/http/destinations.ts'
import { paths } from '#app/http/paths.ts'
import { explainNotice } from '#app/messages/notice-text.ts'
import { noticesMessages } from '#app/messages/notices.ts'
import type { ComposeMail } from '#app/modules/notices/deliver-mail.server.ts'
import { subjectOf } from '#app/modules/notices/notice.ts'

/** Writes notices as mail of the shop at `shopOrigin`: plain text, and the same as plain HTML. */
export function createMailWriter(shopOrigin: string): ComposeMail {
  const { hostname } = new URL(shopOrigin)
  const address = (path: string) => new URL(path, shopOrigin).href
  return (content, { noticeId, address: to, language }) => {
    const t = noticesMessages[language]
    const { title, lines } = explainNotice(content, language)
    const subject = subjectOf(content)
    const link = { label: t.links[subject.page], url: address(pathTo(subject)) }
    const contact = address(paths.contact())
    return {
      messageId: `${noticeId}@${hostname}`,
      to,
      language: language === 'zh' ? 'zh-CN' : 'en',
      subject: `${title} · ${t.mail.shop}`,
      text: [
        title,
        ...lines,
        `${link.label}\n${link.url}`,
        `--\n${t.mail.footer}\n${t.mail.unsubscribe}\n${contact}`,
        '',
      ].join('\n\n'),
      html: [
        '<!doctype html>',
        `<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><meta charset="utf-8"><title>${escapeHtml(title)}</title>`,
        '<body style="margin:0;padding:24px;font:16px/1.6 sans-serif;color:#2b2320;background:#fff">',
        `<h1 style="font-size:20px">${escapeHtml(title)}</h1>`,
        ...lines.map((line) => `<p>${escapeHtml(line)}</p>`),
        `<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>`,
        `<p style="font-size:13px;color:#5c504a">${escapeHtml(t.mail.footer)}<br>${escapeHtml(t.mail.unsubscribe)} `,
        `<a href="${escapeHtml(contact)}">${escapeHtml(contact)}</a></p></body></html>`,
      ].join('\n'),
    }
  }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
