import { expect, test } from '@playwright/test'
import { paths } from '#app/http/paths.ts'
import { weighFirstVisit } from '#tests/support/first-visit.ts'

const SCRIPT_BYTES = 110_000
const PAGE_BYTES = 150_000

for (const path of [paths.home(), paths.products(), paths.product('fufeng-dahongpao'), paths.search('huajiao')]) {
  test(`a first visit of ${path} is light`, async ({ browser, baseURL }) => {
    const visit = await weighFirstVisit(browser, { url: `${baseURL}${path}`, throttled: false })
    expect(visit.scriptBytes).toBeLessThanOrEqual(SCRIPT_BYTES)
    expect(visit.totalBytes).toBeLessThanOrEqual(PAGE_BYTES)
  })
}
