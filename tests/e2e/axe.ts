import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const HEIGHT = 800

/** The page as it stands breaks no rule of WCAG 2.2 AA that a machine can check, and nothing scrolls sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  const { pathname, search } = new URL(page.url())
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
  expect(
    violations.map(({ id, nodes }) => `${pathname}${search} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
  ).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, `${pathname} scrolls sideways`).toBeLessThanOrEqual(0)
}

/** Opens each page, which must answer 200, and looks at it in each width. */
export async function expectPagesAccessible(
  page: Page,
  { pages, widths }: { pages: readonly string[]; widths: readonly number[] },
): Promise<void> {
  for (const path of pages) {
    const answer = await page.goto(path)
    expect(answer?.status(), path).toBe(200)
    for (const width of widths) {
      await page.setViewportSize({ width, height: HEIGHT })
      await expectAccessible(page)
    }
  }
}

/** Address of the first link of a kind that a page has. */
export async function findLink(page: Page, { on, kind }: { on: string; kind: RegExp }): Promise<string> {
  await page.goto(on)
  const links = await page
    .getByRole('main')
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  const found = links.find((link) => kind.test(link))
  if (!found) throw new Error(`${on} has no link like ${kind}`)
  return found
}
