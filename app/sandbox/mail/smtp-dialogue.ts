/** A message as it came: who it is from and for, and its bytes with the dots unstuffed. */
export interface Received {
  from: string
  to: string[]
  raw: Buffer
}

export interface SmtpLimits {
  messageBytes: number
  recipients: number
  lineBytes: number
}

export const SMTP_LIMITS: SmtpLimits = { messageBytes: 256 * 1024, recipients: 50, lineBytes: 2_000 }

const CRLF = '\r\n'
const PATH = /^<([^<>\s]{1,254})?>(?:\s+\S+)*$/

/**
 * The receiving side of SMTP (RFC 5321) as far as a shop that sends notices needs
 * it: bytes in, replies out. It offers no encryption and asks for no password;
 * 8BITMIME and SIZE are all of its extensions. After `isOver` nothing more is read.
 */
export class SmtpDialogue {
  isOver = false
  readonly #take: (received: Received) => void
  readonly #limits: SmtpLimits
  #pending: Buffer = Buffer.alloc(0)
  #hasGreeted = false
  #from: string | undefined
  #to: string[] = []
  #lines: Buffer[] | undefined
  #bytes = 0

  constructor(take: (received: Received) => void, limits: SmtpLimits = SMTP_LIMITS) {
    this.#take = take
    this.#limits = limits
  }

  greet(): string {
    return `220 mail.sandbox ESMTP${CRLF}`
  }

  /** Takes what arrived and gives what to answer, which may be nothing yet. */
  receive(chunk: Buffer): string {
    this.#pending = Buffer.concat([this.#pending, chunk])
    const replies: string[] = []
    while (!this.isOver) {
      const end = this.#pending.indexOf(CRLF)
      if (end > this.#limits.lineBytes || (end === -1 && this.#pending.length > this.#limits.lineBytes)) {
        this.isOver = true
        replies.push('500 line too long')
        break
      }
      if (end === -1) break
      const line = this.#pending.subarray(0, end)
      this.#pending = this.#pending.subarray(end + CRLF.length)
      const reply = this.#lines ? this.#content(line, this.#lines) : this.#command(line.toString('utf8'))
      if (reply !== undefined) replies.push(reply)
    }
    return replies.map((reply) => reply + CRLF).join('')
  }

  #command(line: string): string {
    const [verb = ''] = line.split(' ', 1)
    const rest = line.slice(verb.length).trim()
    switch (verb.toUpperCase()) {
      case 'EHLO':
        this.#reset()
        this.#hasGreeted = rest !== ''
        return rest === ''
          ? '501 say who you are'
          : `250-mail.sandbox${CRLF}250-8BITMIME${CRLF}250 SIZE ${this.#limits.messageBytes}`
      case 'HELO':
        this.#reset()
        this.#hasGreeted = rest !== ''
        return rest === '' ? '501 say who you are' : '250 mail.sandbox'
      case 'MAIL':
        return this.#mail(rest)
      case 'RCPT':
        return this.#recipient(rest)
      case 'DATA':
        return this.#data()
      case 'RSET':
        this.#reset()
        return '250 forgotten'
      case 'NOOP':
        return '250 here'
      case 'QUIT':
        this.isOver = true
        return '221 goodbye'
      default:
        return '502 not spoken here'
    }
  }

  #mail(rest: string): string {
    if (!this.#hasGreeted) return '503 EHLO first'
    if (this.#from !== undefined) return '503 one sender a message'
    const path = /^FROM:\s*(.*)$/i.exec(rest)?.[1]
    const match = path === undefined ? undefined : PATH.exec(path)
    if (!match) return '501 MAIL FROM:<address>'
    const size = /\sSIZE=(\d+)/i.exec(rest)?.[1]
    if (size !== undefined && Number(size) > this.#limits.messageBytes) return '552 too large'
    this.#from = match[1] ?? ''
    return '250 sender noted'
  }

  #recipient(rest: string): string {
    if (this.#from === undefined) return '503 MAIL first'
    const path = /^TO:\s*(.*)$/i.exec(rest)?.[1]
    const address = path === undefined ? undefined : PATH.exec(path)?.[1]
    if (address === undefined) return '501 RCPT TO:<address>'
    if (this.#to.length >= this.#limits.recipients) return '452 too many recipients'
    this.#to.push(address)
    return '250 recipient noted'
  }

  #data(): string {
    if (this.#to.length === 0) return '503 RCPT first'
    this.#lines = []
    return '354 end with a dot on a line of its own'
  }

  /** One line of a message; its answer comes after the last. A message that is too large is read to its end and thrown away. */
  #content(line: Buffer, lines: Buffer[]): string | undefined {
    if (line.length === 1 && line[0] === 0x2e) {
      const isTooLarge = this.#bytes > this.#limits.messageBytes
      const raw = Buffer.concat(lines)
      if (!isTooLarge) this.#take({ from: this.#from ?? '', to: this.#to, raw })
      this.#reset()
      return isTooLarge ? '552 too large' : '250 taken'
    }
    const unstuffed = line[0] === 0x2e ? line.subarray(1) : line
    this.#bytes += unstuffed.length + CRLF.length
    if (this.#bytes <= this.#limits.messageBytes) lines.push(Buffer.from(unstuffed), Buffer.from(CRLF))
    return undefined
  }

  #reset(): void {
    this.#from = undefined
    this.#to = []
    this.#lines = undefined
    this.#bytes = 0
  }
}
