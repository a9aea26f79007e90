import { Form } from '@remix-run/react'
import { useMemo } from 'react'
import { type PeopleMessages, peopleMessages } from '#app/messages/people.ts'
import type { InviteRefusal } from '#app/modules/identity/invitation.ts'
import type { CooperativeChoice, OpenInvitation } from '#app/modules/identity/people-queries.server.ts'
import { GRANTED_ROLES } from '#app/modules/identity/permissions.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { ErrorSummary, Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { typedValue } from './listing-fields.ts'
import type { PeopleAnswer } from './people-steps.server.ts'

interface InviteFormProps {
  answer: PeopleAnswer | undefined
  cooperatives: readonly CooperativeChoice[]
}

/** Offers a role; the answer shows the link, once. */
export function InviteForm({ answer, cooperatives }: InviteFormProps) {
  const t = useMessages(peopleMessages)
  const language = useLanguage()
  const errors = useMemo(() => wordsOf(answer?.errors ?? {}, t), [answer, t])
  const summary = useMemo(() => Object.entries(errors).map(([fieldId, text]) => ({ fieldId, text })), [errors])
  const typed = answer?.typed ?? {}
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.invite.title}</h2>
      <p className="mt-1 text-sm text-ink-2">{t.invite.lead}</p>
      {answer?.made && <MadeLink made={answer.made} />}
      <Form method="post" className="mt-4 grid gap-5 rounded-2xl border border-line bg-card p-4">
        <ErrorSummary title={t.fieldErrors.title} errors={summary} />
        {answer?.inviteRefusal && (
          <Notice tone="error" role="alert">
            {explainInvite(answer.inviteRefusal, t)}
          </Notice>
        )}
        <Field label={t.invite.role} name="role" error={errors.role}>
          {(control) => (
            <select {...control} defaultValue={typedValue(typed, 'role')}>
              <option value="">{t.invite.choose}</option>
              {GRANTED_ROLES.map((role) => (
                <option key={role} value={role}>
                  {t.roles[role]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t.invite.cooperative} name="cooperativeId" error={errors.cooperativeId}>
          {(control) => (
            <select {...control} defaultValue={typedValue(typed, 'cooperativeId')}>
              <option value="">{t.invite.choose}</option>
              {cooperatives.map(({ cooperativeId, name }) => (
                <option key={cooperativeId} value={cooperativeId}>
                  {name[language]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          label={t.invite.account}
          name="account"
          error={errors.account}
          defaultValue={typedValue(typed, 'account')}
          maxLength={64}
          autoComplete="off"
        />
        <Field
          label={t.invite.name}
          name="name"
          error={errors.name}
          defaultValue={typedValue(typed, 'name')}
          maxLength={40}
          autoComplete="off"
        />
        <button
          type="submit"
          name="intent"
          value="invite"
          className="min-h-12 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep"
        >
          {t.invite.submit}
        </button>
      </Form>
    </section>
  )
}

function MadeLink({ made: { link, name, expiresAt } }: { made: NonNullable<PeopleAnswer['made']> }) {
  const t = useMessages(peopleMessages).invite
  const language = useLanguage()
  return (
    <div className="mt-4">
      <Notice tone="done" role="status">
        <p>{t.made(name ?? t.somebody)}</p>
        <p
          data-testid="invitation-link"
          className="mt-2 rounded-[10px] bg-card p-3 font-mono text-sm break-all select-all"
        >
          {link}
        </p>
        <p className="mt-1 text-sm">{t.validUntil(formatInstant(expiresAt, language))}</p>
      </Notice>
    </div>
  )
}

/** Offers nobody has taken up yet, each with the way to take it back. */
export function OpenInvitations({ invitations }: { invitations: readonly OpenInvitation[] }) {
  const t = useMessages(peopleMessages)
  const language = useLanguage()
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.invite.open}</h2>
      {invitations.length === 0 && <p className="mt-2 text-ink-2">{t.invite.noneOpen}</p>}
      <ul className="mt-2 divide-y divide-line">
        {invitations.map(({ invitationId, name, role, cooperative, expiresAt }) => (
          <li key={invitationId} className="flex flex-wrap items-center gap-x-3 py-1">
            <span className="font-semibold">{name}</span>
            <span>{cooperative ? t.of(t.roles[role], cooperative[language]) : t.roles[role]}</span>
            <span className="text-sm text-ink-2">{t.invite.validUntil(formatInstant(expiresAt, language))}</span>
            <Form method="post">
              <input type="hidden" name="invitationId" value={invitationId} />
              <button
                type="submit"
                name="intent"
                value="withdraw"
                aria-label={t.invite.withdrawNamed(name)}
                className="inline-flex min-h-11 items-center text-indigo underline"
              >
                {t.invite.withdraw}
              </button>
            </Form>
          </li>
        ))}
      </ul>
    </section>
  )
}

function wordsOf(errors: Record<string, string>, t: PeopleMessages): Record<string, string> {
  const words: Record<string, string> = t.fieldErrors
  return Object.fromEntries(Object.entries(errors).map(([name, key]) => [name, words[key] ?? t.fieldErrors.other]))
}

function explainInvite(refusal: InviteRefusal, t: PeopleMessages): string {
  return refusal.kind === 'rolesClash'
    ? t.inviteRefusals.rolesClash(t.roles[refusal.with])
    : t.inviteRefusals[refusal.kind]
}
