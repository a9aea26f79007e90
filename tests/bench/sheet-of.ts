import { sql } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'
import type { PersonId } from '#app/shared/ids.ts'

/** A file that lines came with. Its content is nowhere: no page of the bench opens it. */
export async function sheetOf(
  tx: Tx,
  { kind, officer, now }: { kind: 'bank_statement' | 'wallet_bill'; officer: PersonId; now: Date },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with paper as (
      insert into document (id, sha256, blob_name, file_name, media_type, byte_count, uploaded_by, uploaded_at)
      values (gen_random_uuid(), sha256(convert_to(${kind}, 'UTF8')), 'none', 'bench.csv', 'text/csv', 1, ${officer}, ${now}) returning id
    )
    insert into sheet_file (id, kind, request_id, document_id, file_name, file_format, encoding, sha256, header_row, header, mapping,
      state, row_count, created_by, created_at, checked_at, applied_by, applying_at, finished_at)
    select gen_random_uuid(), ${kind}, gen_random_uuid(), id, 'bench.csv', 'csv', 'utf-8', sha256(convert_to(${kind}, 'UTF8')), 1,
      array['a'], array[''], 'done', 1, ${officer}, ${now}, ${now}, ${officer}, ${now}, ${now} from paper returning id`.execute(
    tx,
  )
  return rows[0]?.id ?? ''
}
