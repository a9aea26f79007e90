import {
  type ActionFunctionArgs,
  data,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { counterMessages } from '#app/messages/counter.ts'
import { parseCounterInput } from '#app/modules/counter/pickup-code.ts'
import { findByCode } from '#app/modules/counter/prove-visit.server.ts'
import { readVisit } from '#app/modules/counter/visit-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { CARD, CounterNotice, FindForm } from '#app/routes/parts/counter-parts.tsx'
import { explainProof, initForProof } from '#app/routes/parts/counter-prove.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'counter:hand-over')
  return { title: counterMessages[readPreferences(request).language].find.title }
}

export async function action({ request }: ActionFunctionArgs) {
  const clerk = await requireActor(request, 'counter:hand-over')
  const t = counterMessages[readPreferences(request).language]
  const { db, env } = getRuntime()
  const typed = String((await readFields(request)).get('text') ?? '').slice(0, 60)
  const input = parseCounterInput(typed)
  if (!input) return data({ problem: t.find.invalid, typed, stamp: newId() }, { status: 422 })
  if (input.kind === 'order') {
    if (await readVisit(db, input.orderNo)) return redirect(paths.counter.order(input.orderNo), { status: 303 })
    return data({ problem: t.prove.noOrder, typed, stamp: newId() }, { status: 404 })
  }
  const found = await findByCode(db, { clerk, code: input.code, secret: env.sessionSecret, now: clock.now() })
  if (found.ok) return redirect(paths.counter.order(found.value.orderNo, found.value.pass), { status: 303 })
  return data({ problem: explainProof(found.refusal, t), typed: '', stamp: newId() }, initForProof(found.refusal))
}

export default function FindPage() {
  const result = useActionData<typeof action>()
  const t = useMessages(counterMessages).find
  return (
    <>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <CounterNotice problem={result?.problem} />
      <div className={`mt-4 max-w-xl ${CARD}`}>
        {/* Anew after each answer, so that the field is empty and in focus for the next scan. */}
        <FindForm key={result?.stamp} isFocused typed={result?.typed ?? ''} />
      </div>
    </>
  )
}
