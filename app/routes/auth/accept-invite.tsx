import { getFormProps, type SubmissionResult, useForm } from '@conform-to/react'
import { getZodConstraint } from '@conform-to/zod/v4'
import {
  type ActionFunctionArgs,
  data,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { findVisitor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { type PeopleMessages, peopleMessages } from '#app/messages/people.ts'
import { type AcceptForm, type AcceptRefusal, acceptSchema } from '#app/modules/identity/invitation.ts'
import { MIN_PASSWORD_LENGTH } from '#app/modules/identity/sign-up-rules.ts'
import { clock } from '#app/platform/clock.server.ts'
import { acceptForm, findInvitationAt } from '#app/routes/parts/accept-invitation.server.ts'
import { FormProblem, SubmitButton, TextField } from '#app/routes/parts/auth-form-parts.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.title },
  { name: 'robots', content: 'noindex' },
  // The address is the key: it goes to nobody, not even as where a reader came from.
  { name: 'referrer', content: 'same-origin' },
]

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { language } = readPreferences(request)
  const invitation = await findInvitationAt(params, clock.now())
  if (!invitation) throw notFound()
  const visitor = await findVisitor(request)
  const { for: invitee, ...shown } = invitation.view
  const isForVisitor = invitee.kind === 'known' && invitee.personId === visitor?.personId
  return {
    title: peopleMessages[language].accept.title,
    ...shown,
    invitee:
      invitee.kind === 'newcomer' ? invitee : { kind: invitee.kind, isSignedIn: visitor !== undefined, isForVisitor },
    returnTo: new URL(request.url).pathname,
    constraint: getZodConstraint(acceptSchema),
  }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const invitation = await findInvitationAt(params, clock.now())
  if (!invitation) throw notFound()
  const accepted = await acceptForm(request, { ...invitation, now: clock.now() })
  if (accepted instanceof Response) return accepted
  return data(accepted, { status: accepted.refusal ? 409 : 422 })
}

export default function AcceptInvitePage() {
  const { title, role, cooperative, expiresAt, state, invitee } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(peopleMessages)
  const language = useLanguage()
  const text = cooperative ? t.accept.textOf(t.roles[role], cooperative[language]) : t.accept.text(t.roles[role])
  return (
    <div className="mx-auto max-w-md py-6">
      <h1 className="font-serif text-2xl font-bold">{title}</h1>
      <p className="mt-3">{text}</p>
      {state === 'open' ? (
        <>
          <p className="mt-1 text-sm text-ink-2">{t.accept.validUntil(formatInstant(expiresAt, language))}</p>
          {answer?.refusal && (
            <div className="mt-4">
              <FormProblem>{explain(answer.refusal, t)}</FormProblem>
            </div>
          )}
          {invitee.kind === 'newcomer' ? (
            <NewcomerForm name={invitee.name} lastResult={answer?.reply} />
          ) : (
            <KnownForm />
          )}
        </>
      ) : (
        <p className="mt-4 rounded-2xl bg-sand p-4">{t.accept.states[state]}</p>
      )}
    </div>
  )
}

interface NewcomerFormProps {
  name: string
  lastResult: SubmissionResult<string[]> | undefined
}

function NewcomerForm({ name, lastResult }: NewcomerFormProps) {
  const { constraint } = useLoaderData<typeof loader>()
  const t = useMessages(peopleMessages).accept
  const [form, fields] = useForm<AcceptForm>({
    id: 'accept',
    lastResult: lastResult ?? null,
    constraint,
    defaultValue: { name },
  })
  return (
    <Form method="post" {...getFormProps(form)} className="mt-6 grid gap-5">
      <TextField field={fields.name} type="text" label={t.name} hint={t.nameHint} autoComplete="name" />
      <TextField
        field={fields.password}
        type="password"
        label={t.password}
        hint={t.passwordHint(MIN_PASSWORD_LENGTH)}
        autoComplete="new-password"
      />
      <SubmitButton>{t.submit}</SubmitButton>
    </Form>
  )
}

/** Somebody with an account accepts as who they are signed in; the link alone is not enough. */
function KnownForm() {
  const { invitee, returnTo } = useLoaderData<typeof loader>()
  const t = useMessages(peopleMessages).accept
  if (invitee.kind !== 'known') return null
  if (invitee.isForVisitor)
    return (
      <Form method="post" className="mt-6">
        <SubmitButton>{t.acceptKnown}</SubmitButton>
      </Form>
    )
  return (
    <>
      <p className="mt-4">{invitee.isSignedIn ? t.forSomebodyElse : t.signInFirst}</p>
      {!invitee.isSignedIn && (
        <p className="mt-4">
          <Link className="inline-flex min-h-11 items-center text-indigo underline" to={paths.signIn(returnTo)}>
            {t.signIn}
          </Link>
        </p>
      )}
    </>
  )
}

function explain(refusal: AcceptRefusal, t: PeopleMessages): string {
  switch (refusal.kind) {
    case 'unknown':
      return t.errors.client.title
    case 'notOpen':
      return t.accept.states[refusal.state]
    case 'signInFirst':
    case 'forSomebodyElse':
    case 'phoneTaken':
    case 'passwordHasPhone':
      return t.accept[refusal.kind]
    case 'rolesClash':
      return t.accept.rolesClash(t.roles[refusal.with])
  }
}
