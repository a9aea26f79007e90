import nodemailer from 'nodemailer'

export interface Mail {
  /** Unique for what is said, the same in every try to say it: a repeat is recognisable. */
  messageId: string
  to: string
  subject: string
  text: string
  html: string
  language: string
}

/** Why a mail was not taken. `permanent`: trying again would be answered the same. `unreachable`: no server answered. */
export class MailNotTaken extends Error {
  readonly reason: 'permanent' | 'passing' | 'unreachable'
  constructor(reason: MailNotTaken['reason'], message: string) {
    super(message)
    this.name = 'MailNotTaken'
    this.reason = reason
  }
}

export interface MailPort {
  /** Hands one mail to the mail server. Throws MailNotTaken when it was not taken, or may not have been. */
  send(mail: Mail): Promise<void>
}

const STEP_TIMEOUT_MS = 10_000
/** A server that answers each step just in time has this long for all of them. */
const WHOLE_TIMEOUT_MS = 40_000

/**
 * The mail server at `smtpUrl` ('smtps://user:password@host:465' or
 * 'smtp://host:25'). A password is never sent over a plain line, except to this
 * very machine.
 */
export function createMailPort({ smtpUrl, from }: { smtpUrl: string; from: string }): MailPort {
  const transport = nodemailer.createTransport({
    ...connectionOf(new URL(smtpUrl)),
    connectionTimeout: STEP_TIMEOUT_MS,
    greetingTimeout: STEP_TIMEOUT_MS,
    socketTimeout: STEP_TIMEOUT_MS,
    dnsTimeout: STEP_TIMEOUT_MS,
  })
  return {
    async send(mail) {
      const sending = transport.sendMail({
        from,
        to: { name: '', address: oneLine(mail.to) },
        subject: oneLine(mail.subject),
        text: mail.text,
        html: mail.html,
        messageId: `<${oneLine(mail.messageId)}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': oneLine(mail.language) },
        // What is said comes from rows and forms: nothing in it may fetch a file or an address.
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      await withinTime(sending).catch((error: unknown) => {
        throw notTaken(error)
      })
    },
  }
}

function connectionOf(url: URL) {
  const isSecure = url.protocol === 'smtps:'
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  const hasPassword = url.username !== ''
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isSecure ? 465 : 587) : Number(url.port),
    secure: isSecure,
    requireTLS: !isSecure && hasPassword && !isLocal,
    ignoreTLS: !isSecure && isLocal,
    ...(hasPassword && { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
  }
}

async function withinTime(sending: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the mail server took too long')), WHOLE_TIMEOUT_MS)
  })
  try {
    await Promise.race([sending, deadline])
  } finally {
    clearTimeout(timer)
  }
}

function notTaken(error: unknown): MailNotTaken {
  const { message, responseCode, permanent, command } = error as Error & {
    responseCode?: number
    permanent?: boolean
    command?: string
  }
  // A refused password, greeting or sender is about the shop, and stops being true once someone mends it.
  const isAboutTheMail = command === 'RCPT TO' || command === 'DATA'
  const reason = responseCode === undefined ? 'unreachable' : permanent && isAboutTheMail ? 'permanent' : 'passing'
  return new MailNotTaken(reason, oneLine(message))
}

/** Text without line breaks and other control characters, which could end a header and begin another. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
