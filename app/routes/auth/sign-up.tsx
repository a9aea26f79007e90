import { type FieldMetadata, getFormProps, useForm } from '@conform-to/react'
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
import { signUp } from '#app/modules/identity/sign-up.server.ts'
import { type SignUpFields, type SignUpRefusal, signUpSchema } from '#app/modules/identity/sign-up.ts'
import { MIN_PASSWORD_LENGTH, SIGN_UP_KINDS } from '#app/modules/identity/sign-up-rules.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import {
  FieldError,
  FormProblem,
  formatWait,
  SubmitButton,
  TextField,
  throttledInit,
} from '#app/routes/parts/auth-form-parts.tsx'
import { enterShop } from '#app/routes/parts/enter-shop.server.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export async function loader({ request }: LoaderFunctionArgs) {
  const returnTo = safeReturnTo(new URL(request.url).searchParams.get('returnTo'), paths.home())
  if (await findVisitor(request)) throw redirect(returnTo)
  const title = authMessages[readPreferences(request).language].signUp.title
  return { title, returnTo, constraint: getZodConstraint(signUpSchema) }
}

export async function action({ request }: ActionFunctionArgs) {
  const submission = await parseForm(request, signUpSchema)
  if (submission.status !== 'success') {
    return data({ reply: submission.reply({ hideFields: ['password'] }), refusal: undefined }, { status: 422 })
  }
  const form = submission.value
  const result = await signUp(getRuntime().db, { form, address: readClientAddress(request), now: clock.now() })
  if (result.ok) {
    return enterShop(request, { personId: result.value.personId, returnTo: form.returnTo, notice: 'signedUp' })
  }
  const reply = submission.reply({ formErrors: [result.refusal.kind], hideFields: ['password'] })
  return data({ reply, refusal: result.refusal }, initFor(result.refusal))
}

export default function SignUpPage() {
  const { returnTo, constraint } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(authMessages)
  const [form, fields] = useForm<SignUpFields>({ id: 'sign-up', lastResult: result?.reply, constraint })
  const words = t.signUp
  return (
    <div className="mx-auto max-w-md py-6">
      <h1 className="font-serif text-2xl font-bold">{words.title}</h1>
      <p className="mt-2 text-ink-2">{words.intro}</p>
      <Form method="post" {...getFormProps(form)} className="mt-6 grid gap-5">
        {result?.refusal && <FormProblem>{explain(result.refusal, t)}</FormProblem>}
        <input type="hidden" name="returnTo" value={returnTo} />
        <KindChoice field={fields.kind} />
        <TextField field={fields.name} type="text" label={words.name} hint={words.nameHint} autoComplete="name" />
        <TextField field={fields.phone} type="tel" label={words.phone} hint={words.phoneHint} autoComplete="tel" />
        <TextField
          field={fields.password}
          type="password"
          label={words.password}
          hint={words.passwordHint(MIN_PASSWORD_LENGTH)}
          autoComplete="new-password"
        />
        <SubmitButton>{words.submit}</SubmitButton>
      </Form>
      <p className="mt-6">
        <Link className="inline-flex min-h-11 items-center text-indigo underline" to={paths.signIn(returnTo)}>
          {words.toSignIn}
        </Link>
      </p>
    </div>
  )
}

function initFor(refusal: SignUpRefusal): ResponseInit {
  return refusal.kind === 'throttled' ? throttledInit(refusal.retryAfterSeconds) : { status: 409 }
}

function KindChoice({ field }: { field: FieldMetadata<string> }) {
  const t = useMessages(authMessages)
  return (
    <fieldset aria-describedby={field.errors ? field.errorId : undefined}>
      <legend className="font-semibold">{t.signUp.kind}</legend>
      <div className="mt-1 flex flex-wrap gap-x-6">
        {SIGN_UP_KINDS.map((kind) => (
          <label key={kind} className="inline-flex min-h-11 items-center gap-2">
            <input
              type="radio"
              name={field.name}
              value={kind}
              defaultChecked={field.initialValue === kind}
              required
              className="size-5 accent-jiao"
            />
            {t.signUp.kinds[kind]}
          </label>
        ))}
      </div>
      <FieldError field={field} />
    </fieldset>
  )
}

function explain(refusal: SignUpRefusal, t: AuthMessages): string {
  switch (refusal.kind) {
    case 'phoneTaken':
      return t.refusals.phoneTaken
    case 'throttled':
      return t.refusals.throttled(formatWait(refusal.retryAfterSeconds, t))
  }
}
