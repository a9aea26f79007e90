import type { ReportCut, ReportName, Vocabulary } from '#app/modules/reports/report.ts'
import type { ReportQuery } from '#app/modules/reports/report-query.ts'
import type { ReportWords } from '#app/modules/reports/report-words.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import type { Language } from '#app/shared/language.ts'
import { aftersaleMessages } from './aftersale.ts'
import { financeMessages } from './finance.ts'
import { progressMessages } from './progress.ts'
import { reportColumnMessages } from './report-columns.ts'
import { reportMessages } from './reports.ts'

/** The words of reports in `language`, gathered from where each of them is kept. */
export function reportWords(language: Language): ReportWords {
  const columns = reportColumnMessages[language]
  const t = reportMessages[language]
  return {
    language,
    title: (report) => t.titles[report],
    scope: (report, query) => scopeOf(report, query, language),
    head: (column) => columns.heads[column] ?? column,
    term: (vocabulary, code) => termsOf(vocabulary, language)[code] ?? code,
    cut: (cut) => cutLines(cut, language),
    control: (key) => columns.heads[key] ?? key,
    check: (key) => columns.checks[key] ?? key,
    proof: t.proof,
  }
}

function termsOf(vocabulary: Vocabulary, language: Language): Record<string, string> {
  const own = reportColumnMessages[language].terms[vocabulary] ?? {}
  switch (vocabulary) {
    case 'channels':
      return progressMessages[language].channels.names
    case 'funds':
      return progressMessages[language].funds.names
    case 'kinds':
      return financeMessages[language].kinds
    case 'sources':
      return financeMessages[language].sources
    case 'reasons':
      return { ...aftersaleMessages[language].reasons, ...own }
    case 'bearers':
    case 'levels':
    case 'methods':
    case 'states':
    case 'suppliers':
    case 'units':
    case 'yesNo':
      return own
  }
}

/** Up to which line of the books, and when it was made. */
function cutLines({ money, assistance, madeAt }: ReportCut, language: Language): string[] {
  const t = reportMessages[language]
  return [
    t.cutMoney(money.seq, money.hash),
    t.cutAssistance(assistance.seq, assistance.hash),
    t.madeAt(formatInstant(madeAt, language)),
  ]
}

const WITH_BOOK: readonly ReportName[] = ['trial-balance', 'journal']

function scopeOf(report: ReportName, query: ReportQuery, language: Language): string {
  const t = reportMessages[language]
  const { channels, funds } = progressMessages[language]
  const { measure, county, fund, channel, unit, source, account, by } = query
  const parts = [
    t.scope(query.from, query.to),
    WITH_BOOK.includes(report) && financeMessages[language].books[query.book],
    report === 'register' && t.measures[measure],
    by && t.bys[by],
    county && `${t.county} ${county}`,
    fund && funds.names[fund],
    channel && channels.names[channel],
    unit && `${t.unit} ${unit}`,
    source && (financeMessages[language].sources[source] ?? source),
    account,
    (query.cooperative || query.product) && t.narrowed,
  ]
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' · ')
}
