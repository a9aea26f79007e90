import { renderToPipeableStream } from 'react-dom/server'
import { expect, test } from 'vitest'
import { gatherPage } from './page-bytes.server.ts'

const NAMES = Array.from({ length: 600 }, (_, index) => `林秋实${index}`)

function render(before: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { pipe } = renderToPipeableStream(
      <ul title={before}>
        {NAMES.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>,
      {
        onAllReady: () => pipe(gatherPage((page) => resolve(Buffer.from(page).toString('utf8')))),
        onError: reject,
      },
    )
  })
}

test('a rendered page holds Chinese text whole, wherever React cuts it', async () => {
  for (let shift = 0; shift < 16; shift += 1) {
    const html = await render('a'.repeat(shift))
    expect(html.includes('\0')).toBe(false)
    for (const name of NAMES) expect(html).toContain(`<li>${name}</li>`)
  }
})
