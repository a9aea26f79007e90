import { getFormProps, useForm } from '@conform-to/react'
import { getZodConstraint } from '@conform-to/zod/v4'
import {
  type ActionFunctionArgs,
  data,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { readClientAddress } from '#app/http/client-address.server.ts'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { safeReturnTo } from '#app/http/redirects.server.ts'
import { findVisitor } from '#app/http/require-actor.server.ts'
import { type AuthMessages, authMessages } from '#app/messages/auth.ts'
import { signIn } from '#app/modules/identity/sign-in.server.ts'
import { type SignInFields, type SignInRefusal, signInSchema } from '#app/modules/identity/sign-in.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { FormProblem, formatWait, SubmitButton, TextField, throttledInit } from '#app/routes/parts/auth-form-parts.tsx'
import { enterShop } from '#app/routes/parts/enter-shop.server.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export async function loader({ request }: LoaderFunctionArgs) {
  const returnTo = safeReturnTo(new URL(request.url).searchParams.get('returnTo'), paths.home())
  if (await findVisitor(request)) throw redirect(returnTo)
  const title = authMessages[readPreferences(request).language].signIn.title
  return { title, returnTo, constraint: getZodConstraint(signInSchema) }
}

export async function action({ request }: ActionFunctionArgs) {
  const submission = await parseForm(request, signInSchema)
  if (submission.status !== 'success') {
    return data({ reply: submission.reply({ hideFields: ['password'] }), refusal: undefined }, { status: 422 })
  }
  const { account, password, returnTo } = submission.value
  const result = await signIn(getRuntime().db, { account, password, address: readClientAddress(request) })
  if (result.ok) return enterShop(request, { personId: result.value.personId, returnTo, notice: 'signedIn' })
  const reply = submission.reply({ formErrors: [result.refusal.kind], hideFields: ['password'] })
  return data({ reply, refusal: result.refusal }, initFor(result.refusal))
}

export default function SignInPage() {
  const { returnTo, constraint } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(authMessages)
  const [form, fields] = useForm<SignInFields>({ id: 'sign-in', lastResult: result?.reply, constraint })
  return (
    <div className="mx-auto max-w-md py-6">
      <h1 className="font-serif text-2xl font-bold">{t.signIn.title}</h1>
      <Form method="post" {...getFormProps(form)} className="mt-6 grid gap-5">
        {result?.refusal && <FormProblem>{explain(result.refusal, t)}</FormProblem>}
        <input type="hidden" name="returnTo" value={returnTo} />
        <TextField
          field={fields.account}
          type="text"
          label={t.signIn.account}
          hint={t.signIn.accountHint}
          autoComplete="username"
        />
        <TextField field={fields.password} type="password" label={t.signIn.password} autoComplete="current-password" />
        <SubmitButton>{t.signIn.submit}</SubmitButton>
      </Form>
      <p className="mt-6">
        <Link className="inline-flex min-h-11 items-center text-indigo underline" to={paths.signUp(returnTo)}>
          {t.signIn.toSignUp}
        </Link>
      </p>
      <p className="mt-2 text-sm text-ink-2">{t.signIn.campusHelp}</p>
    </div>
  )
}

function initFor(refusal: SignInRefusal): ResponseInit {
  return refusal.kind === 'throttled' ? throttledInit(refusal.retryAfterSeconds) : { status: 422 }
}

function explain(refusal: SignInRefusal, t: AuthMessages): string {
  switch (refusal.kind) {
    case 'wrongCredentials':
      return t.refusals.wrongCredentials
    case 'throttled':
      return t.refusals.throttled(formatWait(refusal.retryAfterSeconds, t))
  }
}
