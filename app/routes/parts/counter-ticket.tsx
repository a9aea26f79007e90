import { counterMessages } from '#app/messages/counter.ts'
import type { Language } from '#app/shared/language.ts'
import { QrCode, type QrModules } from './qr-code.tsx'

export interface Ticket {
  orderNo: string
  place: string
  time: string
  lines: { key: string; name: string; pieces: number }[]
  /** Undefined when there is none to show, and why. */
  code: { digits: string; qr: QrModules } | undefined
  reason: 'blocked' | 'collected' | undefined
  back: string
}

/**
 * Big and bright whatever the phone's theme: it is read by a scanner across a counter.
 * Without quotes and angles, which would be escaped: the page allows it by its hash.
 */
export const TICKET_STYLE = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#000;font:17px/1.6 PingFang SC,HarmonyOS Sans SC,Microsoft YaHei,Noto Sans CJK SC,system-ui,sans-serif}
main{max-width:26rem;margin:0 auto;padding:1rem 1rem 2rem}
h1{margin:0;font-size:1.25rem;text-align:center}
.code{margin:.5rem 0;text-align:center;font-size:3.25rem;line-height:1.2;font-weight:700;letter-spacing:.12em;font-variant-numeric:tabular-nums}
.qr{width:min(100%,20rem);margin:0 auto}
.center{text-align:center}
dl{margin:1rem 0 0;border-top:1px solid #8c7a5e}
dl div{display:flex;gap:1rem;padding:.6rem 0;border-bottom:1px solid #e2d3b8}
dt{flex:0 0 5rem;color:#5c4e40}
dd{margin:0;flex:1;overflow-wrap:anywhere}
ul{margin:0;padding:0;list-style:none}
li{display:flex;justify-content:space-between;gap:1rem}
li b{font-weight:400;white-space:nowrap}
p{margin:.75rem 0 0}
a{display:inline-flex;min-height:44px;align-items:center;color:#234a70}
.note{color:#5c4e40}
`

/** The whole document: nothing in it is fetched, so an open page stays a ticket without network. */
export function TicketDocument({ ticket, language }: { ticket: Ticket; language: Language }) {
  const t = counterMessages[language].ticket
  return (
    <html lang={language === 'zh' ? 'zh-CN' : 'en-GB'}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{t.title}</title>
        <style>{TICKET_STYLE}</style>
      </head>
      <body>
        <main>
          <TicketHead ticket={ticket} language={language} />
          <dl>
            <div>
              <dt>{t.where}</dt>
              <dd>{ticket.place}</dd>
            </div>
            <div>
              <dt>{t.when}</dt>
              <dd>{ticket.time}</dd>
            </div>
            {ticket.lines.length > 0 && (
              <div>
                <dt>{t.goods}</dt>
                <dd>
                  <ul>
                    {ticket.lines.map((line) => (
                      <li key={line.key}>
                        <span>{line.name}</span>
                        <b>{counterMessages[language].pieces(line.pieces)}</b>
                      </li>
                    ))}
                  </ul>
                </dd>
              </div>
            )}
          </dl>
          {ticket.code && <p className="note">{t.proxy}</p>}
          {ticket.code && <p className="note">{t.offline}</p>}
          <p>
            <a href={ticket.back}>{t.back}</a>
          </p>
        </main>
      </body>
    </html>
  )
}

function TicketHead({ ticket, language }: { ticket: Ticket; language: Language }) {
  const t = counterMessages[language].ticket
  if (ticket.code)
    return (
      <>
        <h1>
          {t.title} · {ticket.orderNo}
        </h1>
        <p className="code">
          {ticket.code.digits.slice(0, 3)} {ticket.code.digits.slice(3)}
        </p>
        <div className="qr">
          <QrCode modules={ticket.code.qr} label={t.title} />
        </div>
        <p className="center">{t.scan}</p>
      </>
    )
  const isBlocked = ticket.reason === 'blocked'
  return (
    <>
      <h1>
        {isBlocked ? t.blockedTitle : t.collectedTitle} · {ticket.orderNo}
      </h1>
      <p>{isBlocked ? t.blocked : t.collected}</p>
    </>
  )
}
