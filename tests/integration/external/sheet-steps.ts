import { expect } from 'vitest'
import { applyPurchaseSheets, decidePurchases } from '#app/modules/external/import-purchases.server.ts'
import { purchaseSheet } from '#app/modules/external/purchase-sheet.ts'
import { startSheet } from '#app/modules/sheets/apply-sheet.server.ts'
import { checkSheet } from '#app/modules/sheets/check-sheet.server.ts'
import type { SheetRowState } from '#app/modules/sheets/sheet-file.ts'
import { findSheet, listSheetRows } from '#app/modules/sheets/sheet-queries.server.ts'
import { uploadSheet } from '#app/modules/sheets/upload-sheet.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { SheetFileId } from '#app/shared/ids.ts'
import { NOW, type PurchaseWorld } from './world.ts'

export const HEADER = [
  '订单编号',
  '行号',
  '帮扶县',
  '供应商',
  '商品名称',
  '金额',
  '退款金额',
  '下单时间',
  '验收时间',
  '付款时间',
  '评价时间',
] as const
export type Line = Partial<Record<(typeof HEADER)[number] | (string & {}), string>>

/** A csv of an export, cells by heading, below what a program writes above its headings. */
export function exportOf(lines: readonly Line[], { header = HEADER as readonly string[], above = '' } = {}): string {
  const body = [header, ...lines.map((line) => header.map((name) => line[name] ?? ''))]
  return above + body.map((cells) => `${cells.join(',')}\r\n`).join('')
}

/** One line of an export, complete. */
export function line(said: Line): Line {
  return {
    行号: '1',
    帮扶县: '陕西省宝鸡市扶风县',
    供应商: '某合作社',
    商品名称: '苹果',
    金额: '1000.00',
    下单时间: '2026-10-08 09:30:00',
    验收时间: '2026/10/12',
    付款时间: '2026年10月20日',
    ...said,
  }
}

export async function upload(
  world: PurchaseWorld,
  bytes: Buffer | string,
  options: Record<string, string> = { channel: 'platform_832', fundType: 'canteen' },
) {
  return uploadSheet(world.db, purchaseSheet, {
    actorId: world.officer,
    requestId: newId(),
    fileName: 'export.csv',
    bytes: Buffer.from(bytes),
    options,
    now: NOW,
  })
}

export async function check(world: PurchaseWorld, sheetId: SheetFileId) {
  const file = await findSheet(world.db, 'external_purchase', sheetId)
  if (!file) throw new Error('there is no such file')
  const command = { sheetId, mapping: file.mapping, now: NOW }
  const checked = await checkSheet(world.db, purchaseSheet, { command, decide: decidePurchases })
  expect(checked).toEqual({ ok: true, value: undefined })
}

/** Uploads and checks; gives the file. */
export async function bring(world: PurchaseWorld, bytes: Buffer | string, options?: Record<string, string>) {
  const uploaded = await upload(world, bytes, options)
  if (!uploaded.ok) throw new Error(JSON.stringify(uploaded.refusal))
  await check(world, uploaded.value)
  return fileOf(world, uploaded.value)
}

export async function fileOf(world: PurchaseWorld, sheetId: SheetFileId) {
  const file = await findSheet(world.db, 'external_purchase', sheetId)
  if (!file) throw new Error('there is no such file')
  return file
}

export async function start(world: PurchaseWorld, sheetId: SheetFileId) {
  return startSheet(world.db, purchaseSheet, { sheetId, actorId: world.officer, now: NOW })
}

/** Uploads, checks, releases and applies; gives the file at its end. */
export async function book(world: PurchaseWorld, bytes: Buffer | string, options?: Record<string, string>) {
  const { sheetId } = await bring(world, bytes, options)
  const started = await start(world, sheetId)
  if (started.ok) await applyPurchaseSheets(world.db, NOW)
  return fileOf(world, sheetId)
}

export function rowsOf(world: PurchaseWorld, sheetId: SheetFileId, state: SheetRowState) {
  return listSheetRows(world.db, { sheetId, state, after: 0, limit: 100 })
}
