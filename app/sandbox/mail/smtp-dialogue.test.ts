import { describe, expect, test } from 'vitest'
import { type Received, SmtpDialogue } from './smtp-dialogue.ts'

const LIMITS = { messageBytes: 100, recipients: 2, lineBytes: 200 }

function open() {
  const taken: Received[] = []
  const dialogue = new SmtpDialogue((received) => taken.push(received), LIMITS)
  return { dialogue, taken, say: (text: string) => dialogue.receive(Buffer.from(text)) }
}

const ENVELOPE = 'EHLO shop\r\nMAIL FROM:<shop@example.com> SIZE=20\r\nRCPT TO:<lin@example.com>\r\nDATA\r\n'

describe('a message', () => {
  test('is taken with its envelope and its dots unstuffed', () => {
    const { say, taken } = open()
    expect(say(ENVELOPE)).toMatch(/^250-mail\.sandbox\r\n250-8BITMIME\r\n250 SIZE 100\r\n250 .*\r\n250 .*\r\n354 /)
    expect(say('Subject: a\r\n\r\n..two dots\r\n.one\r\n\r\n.\r\n')).toBe('250 taken\r\n')
    expect(taken.map(({ from, to, raw }) => [from, to, raw.toString()])).toEqual([
      ['shop@example.com', ['lin@example.com'], 'Subject: a\r\n\r\n.two dots\r\none\r\n\r\n'],
    ])
  })

  test('may come byte by byte, and two in one conversation', () => {
    const { dialogue, taken } = open()
    const whole = `${ENVELOPE}one\r\n.\r\n${ENVELOPE.replace('EHLO shop\r\n', '')}two\r\n.\r\nQUIT\r\n`
    const replies = [...Buffer.from(whole)].map((byte) => dialogue.receive(Buffer.from([byte]))).join('')
    expect(taken.map(({ raw }) => raw.toString())).toEqual(['one\r\n', 'two\r\n'])
    expect(replies.endsWith('221 goodbye\r\n')).toBe(true)
    expect(dialogue.isOver).toBe(true)
  })

  test('larger than allowed is read to its end and not kept, and the next one is taken', () => {
    const { say, taken } = open()
    say(ENVELOPE)
    expect(say(`${'x'.repeat(60)}\r\n${'x'.repeat(60)}\r\n`)).toBe('')
    expect(say('.\r\n')).toBe('552 too large\r\n')
    expect(taken).toEqual([])
    expect(say(`${ENVELOPE}small\r\n.\r\n`)).toContain('250 taken')
    expect(taken).toHaveLength(1)
  })

  test('that announces too great a size is refused before it is sent', () => {
    const { say } = open()
    say('EHLO shop\r\n')
    expect(say('MAIL FROM:<a@example.com> SIZE=101\r\n')).toBe('552 too large\r\n')
  })

  test('forgotten by RSET is not taken', () => {
    const { say, taken } = open()
    say('EHLO shop\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nRSET\r\n')
    expect(say('DATA\r\n')).toBe('503 RCPT first\r\n')
    expect(taken).toEqual([])
  })
})

describe('what is out of turn or unreadable', () => {
  test.each([
    ['MAIL FROM:<a@example.com>\r\n', '503 EHLO first'],
    ['EHLO\r\n', '501 say who you are'],
    ['VRFY lin\r\n', '502 not spoken here'],
    ['\r\n', '502 not spoken here'],
    ['EHLO shop\r\nRCPT TO:<a@example.com>\r\n', '503 MAIL first'],
    ['EHLO shop\r\nMAIL FROM:a@example.com\r\n', '501 MAIL FROM:<address>'],
    ['EHLO shop\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<>\r\n', '501 RCPT TO:<address>'],
    ['EHLO shop\r\nMAIL FROM:<a@example.com>\r\nMAIL FROM:<b@example.com>\r\n', '503 one sender a message'],
    [
      'EHLO shop\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<1@example.com>\r\nRCPT TO:<2@example.com>\r\nRCPT TO:<3@example.com>\r\n',
      '452 too many recipients',
    ],
  ])('%j is told so', (said, reply) => {
    expect(open().say(said).trimEnd().split('\r\n').at(-1)).toBe(reply)
  })

  test('a line without end ends the conversation', () => {
    const { dialogue, say } = open()
    expect(say('x'.repeat(201))).toBe('500 line too long\r\n')
    expect(dialogue.isOver).toBe(true)
  })
})
