import { Form } from '@remix-run/react'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import type { RefundCase } from '#app/modules/aftersale/refund-case.server.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { PRIMARY, SECONDARY } from './refund-controls.tsx'
import { type FormReply, fieldError, typedIn } from './refund-form.ts'

interface CaseActionsProps {
  refund: RefundCase
  may: { approve: boolean; repeat: boolean; isRequester: boolean }
  reply: FormReply | undefined
}

/** What is left to do about a decision, for those who may. */
export function CaseActions({ refund, may, reply }: CaseActionsProps) {
  if (refund.state === 'proposed') return <Settle may={may} reply={reply} />
  return refund.owed > 0 ? <Repeat owed={formatMoney(refund.owed)} mayRepeat={may.repeat} /> : null
}

function Settle({ may, reply }: Pick<CaseActionsProps, 'may' | 'reply'>) {
  const t = useMessages(aftersaleMessages)
  if (may.isRequester || !may.approve) {
    return (
      <div className="mt-8">
        <Notice tone="info">{may.isRequester ? t.finance.ownRequest : t.finance.needsApprover}</Notice>
      </div>
    )
  }
  return (
    <div className="mt-8 grid gap-8 print:hidden">
      <Form method="post">
        <button type="submit" name="intent" value="approve" className={`${PRIMARY} w-full sm:w-auto`}>
          {t.finance.approve}
        </button>
      </Form>
      <Form method="post" className="grid gap-3 border-t border-line pt-6">
        <input type="hidden" name="intent" value="refuse" />
        <Field label={t.finance.refusedBecause} name="because" error={fieldError(reply, 'because', t)}>
          {(control) => (
            <textarea {...control} rows={3} maxLength={300} required defaultValue={typedIn(reply, 'because')} />
          )}
        </Field>
        <button type="submit" className={SECONDARY}>
          {t.finance.refuseProposal}
        </button>
      </Form>
    </div>
  )
}

function Repeat({ owed, mayRepeat }: { owed: string; mayRepeat: boolean }) {
  const t = useMessages(aftersaleMessages)
  return (
    <div className="mt-6 grid gap-3">
      <Notice tone="warning">{t.finance.owed(owed)}</Notice>
      {mayRepeat && (
        <Form method="post" className="print:hidden">
          <button type="submit" name="intent" value="repeat" className={`${PRIMARY} w-full sm:w-auto`}>
            {t.finance.repeat}
          </button>
        </Form>
      )}
    </div>
  )
}
