import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { AgreementForm } from '#app/modules/assistance/agreement.ts'
import type { CountingRuleForm } from '#app/modules/assistance/counting-rule.ts'
import type { Actor, GrantedRole, Permission } from '#app/modules/identity/permissions.ts'
import type { Db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { addDays, type BusinessDate } from '#app/shared/business-date.ts'
import type { CountyId, DocumentId, PersonId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { createPerson } from '#tests/support/factories/people.ts'

/** Somebody who holds a role, with the evidence that they may do what it is asked for. */
export async function actorOf<P extends Permission>(db: Db, permission: P, role: GrantedRole): Promise<Actor<P>> {
  const { personId } = await createPerson(db, { grants: [{ role }] })
  return { personId, name: '林秋实', kind: 'staff', roles: ['staff', role], permission }
}

/** Bytes of a file that is kept as a PDF; every one is another. */
export function pdf(text: string = newId()): Buffer {
  return Buffer.from(`%PDF-1.7\n${text}\n%%EOF`)
}

/** The row of a document, whose bytes nobody asks for. */
export async function handIn(db: Db, uploadedBy: PersonId, now: Date): Promise<DocumentId> {
  const [documentId, bytes] = [newId<DocumentId>(), pdf()]
  await db
    .insertInto('document')
    .values({
      id: documentId,
      sha256: createHash('sha256').update(bytes).digest(),
      blob_name: `document-${documentId}.pdf`,
      file_name: '文件.pdf',
      media_type: 'application/pdf',
      byte_count: bytes.length,
      uploaded_by: uploadedBy,
      uploaded_at: now,
    })
    .execute()
  return documentId
}

/** A second county, for rules that leave one out. */
export async function insertChangwu(ownerDb: Db): Promise<CountyId> {
  await sql`
    insert into partner_county (id, name_zh, name_en, story_zh, story_en, on_832_list, paired_from, sort_order)
      values ('changwu', '长武', 'Changwu', '', '', true, '2020-01-01', 2) on conflict do nothing`.execute(ownerDb)
  return 'changwu' as CountyId
}

export function ruleForm(validFrom: BusinessDate, given: Partial<CountingRuleForm> = {}): CountingRuleForm {
  return {
    validFrom,
    documentNo: `帮扶〔${validFrom.slice(0, 4)}〕${validFrom.slice(5)}号`,
    title: '关于认定口径的通知',
    reservedShare: 1000,
    counties: [],
    listed: [],
    categories: [],
    channels: ['platform_832'],
    notes: '',
    ...given,
  }
}

export function agreementForm(today: BusinessDate, given: Partial<AgreementForm> = {}): AgreementForm {
  return {
    agreementNo: `购销〔${today.slice(0, 4)}〕7号`,
    title: '花椒购销协议',
    startsOn: addDays(today, -100),
    endsOn: addDays(today, 60),
    signedOn: addDays(today, -101),
    supplierName: '扶风县北塬花椒专业合作社',
    supplierCreditCode: '93610324MA6X00001A',
    countyId: 'fufeng' as CountyId,
    fundType: 'canteen',
    committed: fen(10_000_00),
    priceRule: '每月 5 日、15 日、25 日按市场价议定',
    paymentTermDays: 30,
    ...given,
  }
}
