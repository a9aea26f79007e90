import type { AccountNames } from '#app/modules/ledger/account-names.ts'
import type { ReportCut, ReportName, Vocabulary } from '#app/modules/reports/report.ts'
import type { ReportQuery } from '#app/modules/reports/report-query.ts'
import type { ReportWords } from '#app/modules/reports/report-words.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import type { Language } from '#app/shared/language.ts'
import { accountWords } from './account-words.ts'
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
    scope: (report, query, accounts) => scopeOf(report, query, { accounts, language }),
    head: (column) => columns.heads[column] ?? column,
    term: (vocabulary, code) => termsOf(vocabulary, language)[code] ?? code,
    account: (code, accounts) => accountWords(code, accounts, language),
    cut: (cut) => cutLines(cut, language),
    control: (key) => columns.heads[key] ?? key,
    check: (key) => columns.checks[key] ?? key,
    proof: t.proof,
  }
}

/** Words that stand elsewhere already; whatever is not among them is the reports' own. */
function termsOf(vocabulary: Vocabulary, language: Language): Record<string, string> {
  const own = reportColumnMessages[language].terms[vocabulary] ?? {}
  const shared: Partial<Record<Vocabulary, Record<string, string>>> = {
    channels: progressMessages[language].channels.names,
    funds: progressMessages[language].funds.names,
    kinds: financeMessages[language].kinds,
    sources: financeMessages[language].sources,
    reasons: aftersaleMessages[language].reasons,
  }
  return { ...shared[vocabulary], ...own }
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

interface Naming {
  accounts: AccountNames
  language: Language
}

function accountOf({ account }: ReportQuery, { accounts, language }: Naming): string | undefined {
  return account && `${accountWords(account, accounts, language)} (${account})`
}

function scopeOf(report: ReportName, query: ReportQuery, { accounts, language }: Naming): string {
  const t = reportMessages[language]
  const { channels, funds } = progressMessages[language]
  const { measure, county, fund, channel, unit, source, by } = query
  const parts = [
    t.scope(query.from, query.to),
    WITH_BOOK.includes(report) && financeMessages[language].books[query.book],
    report === 'register' && t.measures[measure],
    by && t.bys[by],
    county && `${t.county} ${county}`,
    fund && funds.names[fund],
    channel && channels.names[channel],
    unit && `${t.unit} ${unit}`,
    source && termsOf('sources', language)[source],
    report === 'account' && accountOf(query, { accounts, language }),
    (query.cooperative || query.product) && t.narrowed,
  ]
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' · ')
}
