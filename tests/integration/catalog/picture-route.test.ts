import { describe, expect, test } from 'vitest'
import { loader } from '#app/routes/shop/picture.ts'

async function ask(kind: string, file: string, headers: Record<string, string> = {}): Promise<Response> {
  const request = new Request(`http://localhost:3000/pictures/${kind}/${file}`, { headers })
  return loader({ request, params: { kind, file }, context: {} })
}

describe('a picture', () => {
  test('is drawn, the same every time, and nothing in it may run', async () => {
    const [first, second] = [await ask('pepper', 'fufeng-dahongpao.svg'), await ask('pepper', 'fufeng-dahongpao.svg')]
    expect(first.status).toBe(200)
    expect(first.headers.get('content-type')).toMatch(/^image\/svg\+xml/)
    expect(first.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
    expect(await first.text()).toBe(await second.text())
  })

  test('is not sent again to who has it', async () => {
    const etag = (await ask('county', 'fufeng.svg')).headers.get('etag') ?? ''
    const again = await ask('county', 'fufeng.svg', { 'If-None-Match': etag })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
  })

  test.each([
    ['nothing', 'a.svg'],
    ['county', 'beijing.svg'],
    ['__proto__', 'a.svg'],
    ['constructor', 'a.svg'],
    ['pepper', 'a.png'],
    ['pepper', '../../etc/passwd.svg'],
    ['pepper', 'A.svg'],
    ['pepper', `${'a'.repeat(81)}.svg`],
    ['pepper', 'a\0.svg'],
  ])('%s/%s is not to be had', async (kind, file) => {
    const answer = await Promise.resolve()
      .then(() => loader({ request: new Request('http://localhost:3000/'), params: { kind, file }, context: {} }))
      .catch((thrown: unknown) => thrown)
    expect(answer).toBeInstanceOf(Response)
    expect((answer as Response).status).toBe(404)
  })
})
