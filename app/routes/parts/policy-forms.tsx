import { Form } from '@remix-run/react'
import { policiesMessages } from '#app/messages/policies.ts'
import type { AftersalePolicy } from '#app/modules/aftersale/aftersale-policy.ts'
import type { CollectionPolicyForm } from '#app/modules/counter/collection-policy-form.ts'
import { POLICY_OUTCOMES } from '#app/modules/counter/uncollected.ts'
import { formatYuan } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import { OfficeErrors, OfficeField, type OfficeReply, OfficeSelect } from './office-form.tsx'
import { SECONDARY } from './refund-controls.tsx'

interface FormProps<Before> {
  /** What is in force, to begin from. */
  before: Before | undefined
  answer: OfficeReply | undefined
}

/** Another set of rules of after-sale. */
export function AftersaleForm({ before, answer }: FormProps<AftersalePolicy>) {
  const t = useMessages(policiesMessages)
  const labels = t.aftersale
  return (
    <Form method="post" className="grid gap-4">
      <OfficeErrors answer={answer} labels={{ ...labels, validFrom: t.validFrom }} />
      <input type="hidden" name="rules" value="aftersale" />
      <OfficeField
        name="approvalLimit"
        label={labels.approvalLimit}
        hint={labels.approvalLimitHint}
        answer={answer}
        before={before && formatYuan(before.approvalLimit)}
        inputMode="decimal"
        maxLength={14}
        required
      />
      <div className="grid gap-4 sm:grid-cols-2">
        {(['qualityHours', 'returnDays', 'notCollectedDays', 'autoAcceptDays'] as const).map((name) => (
          <OfficeField
            key={name}
            name={name}
            label={labels[name]}
            hint={labels[`${name}Hint`]}
            answer={answer}
            before={before && String(before[name])}
            inputMode="numeric"
            maxLength={4}
            required
          />
        ))}
        <ValidFrom id="validFrom-aftersale" answer={answer} />
      </div>
      <button type="submit" className={`${SECONDARY} sm:justify-self-start`}>
        {t.submitAftersale}
      </button>
    </Form>
  )
}

/** Another set of rules for goods that nobody fetches. */
export function CollectionForm({ before, answer }: FormProps<Omit<CollectionPolicyForm, 'validFrom'>>) {
  const t = useMessages(policiesMessages)
  const labels = t.collection
  const options = POLICY_OUTCOMES.map((value) => ({ value, words: t.outcomes[value] }))
  return (
    <Form method="post" className="grid gap-4">
      <OfficeErrors answer={answer} labels={{ ...labels, validFrom: t.validFrom }} />
      <input type="hidden" name="rules" value="collection" />
      <div className="grid gap-4 sm:grid-cols-2">
        <OfficeField
          name="remindAfterHours"
          label={labels.remindAfterHours}
          hint={labels.remindAfterHoursHint}
          answer={answer}
          before={before && String(before.remindAfterHours)}
          inputMode="numeric"
          maxLength={3}
          required
        />
        <OfficeField
          name="donateTo"
          label={labels.donateTo}
          hint={labels.donateToHint}
          answer={answer}
          before={before?.donateTo}
          maxLength={60}
          required
        />
        {(['freshOutcome', 'durableOutcome'] as const).map((name) => (
          <OfficeSelect
            key={name}
            name={name}
            label={labels[name]}
            answer={answer}
            before={before?.[name]}
            options={options}
          />
        ))}
        <ValidFrom id="validFrom-collection" answer={answer} />
      </div>
      <button type="submit" className={`${SECONDARY} sm:justify-self-start`}>
        {t.submitCollection}
      </button>
    </Form>
  )
}

/** The day from which rules are in force. The page has two of them: whichever came back has the plain name. */
function ValidFrom({ id, answer }: { id: string; answer: OfficeReply | undefined }) {
  const t = useMessages(policiesMessages)
  return (
    <OfficeField
      {...(!answer && { id })}
      name="validFrom"
      label={t.validFrom}
      hint={t.validFromHint}
      answer={answer}
      type="date"
      required
    />
  )
}
