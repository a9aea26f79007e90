import { data } from '@remix-run/node'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { rulesMessages } from '#app/messages/rules.ts'
import { countingRuleSchema } from '#app/modules/assistance/counting-rule.ts'
import { recordCountingRule } from '#app/modules/assistance/record-counting-rule.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { readOfficeForm } from './office-file.server.ts'
import type { OfficeReply } from './office-form.tsx'
import { explainRule } from './rule-words.ts'

/** Records the rule of the form and leads to it, or says what is wrong with it. */
export async function recordRuleByForm(request: Request, officer: Actor<'rule:record'>) {
  const t = rulesMessages[readPreferences(request).language]
  const { fields, file, problem } = await readOfficeForm(request, officer.personId)
  const submission = parseFields(fields, countingRuleSchema)
  const answer = (refused: string | undefined, status: number) =>
    data({ refused, reply: submission.reply(), file, fileProblem: problem } satisfies OfficeReply, { status })
  if (submission.status !== 'success' || problem) return answer(undefined, 422)
  if (!file) return answer(t.refusals.fileMissing, 422)
  const recorded = await recordCountingRule(getRuntime().db, {
    form: submission.value,
    documentId: file.documentId,
    officer,
    now: clock.now(),
  })
  if (recorded.ok) return redirectWithNotice(paths.finance.rule(recorded.value.ruleId), 'ruleRecorded')
  return answer(explainRule(recorded.refusal, t), 409)
}
