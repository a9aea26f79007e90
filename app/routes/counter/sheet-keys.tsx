import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData } from '@remix-run/react'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { type CounterMessages, counterMessages } from '#app/messages/counter.ts'
import { keyInSheet } from '#app/modules/counter/key-in-sheet.server.ts'
import { type KeyedOutcome, keyedTextSchema, parseKeyedText } from '#app/modules/counter/sheet.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { CARD, CounterNotice, LINK, PRIMARY } from '#app/routes/parts/counter-parts.tsx'
import { Field } from '#app/ui/field.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { useMessages } from '#app/ui/language.tsx'

type KeysAnswer = { problem: 'tooLong' | 'keysMissing' | undefined; lines: { text: string; outcome: KeyedOutcome }[] }

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'counter:hand-over')
  return { title: counterMessages[readPreferences(request).language].sheet.keysTitle }
}

export async function action({ request }: ActionFunctionArgs) {
  const clerk = await requireActor(request, 'counter:hand-over')
  const submission = await parseForm(request, keyedTextSchema)
  if (submission.status !== 'success') {
    const isTooLong = submission.error?.keys?.includes('tooLong') ?? false
    return data<KeysAnswer>({ problem: isTooLong ? 'tooLong' : 'keysMissing', lines: [] }, { status: 422 })
  }
  const lines = parseKeyedText(submission.value.keys)
  return data<KeysAnswer>({
    problem: undefined,
    lines: await keyInSheet(getRuntime().db, { clerk, lines, now: clock.now() }),
  })
}

export default function SheetKeysPage() {
  const result = useActionData<typeof action>()
  const t = useMessages(counterMessages).sheet
  const wrong = result?.lines.filter((line) => line.outcome.kind === 'unknown' || line.outcome.kind === 'tooMany') ?? []
  return (
    <div className="max-w-2xl">
      <Link to={paths.counter.sheet()} className={LINK}>
        {t.title}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.keysTitle}</h1>
      <CounterNotice problem={result?.problem && t[result.problem]} />
      {result && result.lines.length > 0 && <Outcomes lines={result.lines} />}
      {/* Anew after each answer: only what was not understood stays to be corrected. */}
      <Form key={JSON.stringify(result ?? '')} method="post" className={`mt-4 grid gap-4 ${CARD}`}>
        <Field label={t.keysLabel} hint={t.keysHint} name="keys">
          {(control) => (
            <textarea
              {...control}
              rows={8}
              maxLength={4000}
              required
              autoCapitalize="characters"
              autoComplete="off"
              spellCheck={false}
              defaultValue={wrong.map((line) => line.text).join('\n')}
            />
          )}
        </Field>
        <button type="submit" className={PRIMARY}>
          {t.submit}
        </button>
      </Form>
    </div>
  )
}

function Outcomes({ lines }: { lines: { text: string; outcome: KeyedOutcome }[] }) {
  const t = useMessages(counterMessages).sheet
  return (
    <section role="status" className={`mt-4 ${CARD}`}>
      <h2 className="font-semibold">{t.result}</h2>
      <ul className="mt-1 divide-y divide-line">
        {lines.map(({ text, outcome }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same key may be typed twice, and the list never changes
          <li key={index} className="flex flex-wrap items-center gap-x-3 py-2">
            <Icon
              name={outcome.kind === 'handedOver' || outcome.kind === 'already' ? 'check' : 'warning'}
              className={`size-5 ${outcome.kind === 'handedOver' || outcome.kind === 'already' ? 'text-huai' : 'text-jiao'}`}
            />
            <span className="font-mono [overflow-wrap:anywhere]">{text}</span>
            <span>{explain(outcome, t)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function explain(outcome: KeyedOutcome, t: CounterMessages['sheet']): string {
  switch (outcome.kind) {
    case 'handedOver':
      return t.outcomes.handedOver(outcome.quantity)
    case 'already':
      return t.outcomes.already
    case 'unknown':
      return t.outcomes.unknown
    case 'tooMany':
      return t.outcomes.tooMany(outcome.open)
  }
}
