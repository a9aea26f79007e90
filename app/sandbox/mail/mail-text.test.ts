import { expect, test } from 'vitest'
import { readHeader, readMailText } from './mail-text.ts'

const read = (text: string) => readMailText(Buffer.from(text.replaceAll('\n', '\r\n')))

test('encoded words are put together, even when a character is cut between them', () => {
  const [first, second] = [Buffer.from('订单').subarray(0, 4), Buffer.from('订单').subarray(4)]
  const subject = `=?UTF-8?B?${first.toString('base64')}?=\n =?utf-8?b?${second.toString('base64')}?= 1 =?utf-8?Q?=E5=88=B0_?=`
  expect(read(`Subject: ${subject}\n\nx`).subject).toBe('订单 1 到 ')
})

test('plain text is found among the parts, whichever way it is encoded', () => {
  const parts = (encoding: string, body: string) =>
    [
      'Content-Type: multipart/alternative;',
      ' boundary="--b"',
      '',
      '----b',
      'Content-Type: text/html',
      '',
      '<b>html</b>',
      '----b',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Transfer-Encoding: ${encoding}`,
      '',
      body,
      '----b--',
      '',
    ].join('\n')
  expect(read(parts('quoted-printable', '=E5=88=B0=\n=E4=BA=86')).text).toBe('到了')
  expect(read(parts('base64', Buffer.from('到了').toString('base64'))).text).toBe('到了')
  expect(read(parts('8bit', '到了')).text).toBe('到了')
})

test('what makes no sense does no harm', () => {
  expect(readMailText(Buffer.from([0, 255, 254]))).toEqual({ subject: '', text: '' })
  expect(read('Content-Type: multipart/mixed; boundary=b\n\nno parts').text).toBe('')
  expect(readHeader(Buffer.from('A: 1\r\na: 2\r\nMessage-ID: <x@y>\r\n\r\n'), 'Message-ID')).toBe('<x@y>')
})
