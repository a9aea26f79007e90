import type { Language } from '#app/shared/language.ts'
import type { NoteDetail } from './sheets.ts'

const zh = {
  title: '导入店外采购',
  lead: '832 平台导出的订单、协议和专柜的清单都可以。先逐行核对，看过再入账。',
  back: '回到店外采购',
  backToList: '回到导入',
  channel: '这份文件是哪个渠道的',
  fund: '没有资金类别的行，算哪一类',
  fundFromSheet: '表里每行都写了',
  unit: '没有采购单位的行，算哪个单位',
  noUnit: '不属于某个单位',
  rule: '更正过的文件直接再传：同一渠道、单号、行号的那一笔按新文件改，原来计入的自动冲销。日期和退款那几列空着就是没有，其他列空着就保留原来的。',
  missingTitle: '以前的文件里有、这份没有的',
  missingLead: '在这份文件的下单日期范围内。要是更正后的文件去掉了它们，请勾选冲销；本来就不在这份里的不用管。',
  missingLinked: '与本店订单关联着，不能冲销',
  missingReason: '冲销原因',
  missingReasonDefault: (file: string) => `更正后的文件「${file}」里没有`,
  missingSubmit: '冲销勾选的',
  missingNothing: '还没有勾选。',
  hints: {
    unknownCounty: () => '认不出是哪个帮扶县，请写县名。',
    unknownUnit: () => '没有这个采购单位。',
    notAmount: () => '金额要大于 0。',
    refundTooLarge: () => '退款不能大于金额。',
    inFuture: () => '还没有到这一天。',
    tooOld: () => '最早到 2015 年。',
    beforeOrdered: () => '不能早于下单日期。',
    reviewedTooEarly: () => '要先验收，再评价。',
    linked: () => '这笔与本店订单关联着，请先解除关联再改。',
    gone: () => '这笔已经冲销了，没有再改。',
    canceledUnknown: () => '对方已取消，我们也没有记过，不用入账。',
    supplierOfOtherCounty: () => '供应商是本店的合作社，但登记在别的县，请核对。',
    nearPurchase: ({ channel, no, day }: NoteDetail) => `可能重复：${channel} ${no}，${day}，金额和县相近。`,
    nearOrder: ({ no, day }: NoteDetail) => `可能重复：本店订单 ${no}，${day}，金额和县相近。`,
  } as Record<string, (detail: NoteDetail) => string>,
}

export type PurchaseImportMessages = typeof zh

const en: PurchaseImportMessages = {
  title: 'Import purchases elsewhere',
  lead: 'Orders exported from the 832 platform, lists of agreements and of counters. They are compared row by row first; nothing is booked before you have looked.',
  back: 'Back to purchases elsewhere',
  backToList: 'Back to imports',
  channel: 'Of which channel is this file',
  fund: 'Fund of rows that do not name one',
  fundFromSheet: 'Every row names it',
  unit: 'Unit of rows that do not name one',
  noUnit: 'Of no unit',
  rule: 'Simply upload a corrected file: a purchase of the same channel, number and line becomes what the new file says, and what counted is taken back. Empty days and refunds mean none; other empty cells keep what is known.',
  missingTitle: 'In earlier files and not in this one',
  missingLead:
    'Within the days of this file. Tick what a corrected file left out, to take it back; leave what was never meant to be here.',
  missingLinked: 'linked to an order of the shop, and stays',
  missingReason: 'Reason',
  missingReasonDefault: (file) => `Not in the corrected file ${file}`,
  missingSubmit: 'Take back what is ticked',
  missingNothing: 'Nothing is ticked yet.',
  hints: {
    unknownCounty: () => 'No partner county is meant; please write its name.',
    unknownUnit: () => 'There is no such buying unit.',
    notAmount: () => 'The amount must be above 0.',
    refundTooLarge: () => 'The refund cannot be more than the amount.',
    inFuture: () => 'This day is still to come.',
    tooOld: () => '2015 is the earliest.',
    beforeOrdered: () => 'This cannot be before the order.',
    reviewedTooEarly: () => 'A review comes after the acceptance.',
    linked: () => 'Linked to an order of the shop; unlink it first.',
    gone: () => 'This was taken back meanwhile, and nothing was changed.',
    canceledUnknown: () => 'Canceled there and never recorded here: nothing to do.',
    supplierOfOtherCounty: () => 'The supplier is a cooperative of the shop, of another county. Please check.',
    nearPurchase: ({ channel, no, day }) => `May be the same as ${channel} ${no} of ${day}: like amount and county.`,
    nearOrder: ({ no, day }) => `May be the same as order ${no} of the shop, ${day}: like amount and county.`,
  },
}

export const purchaseImportMessages: Record<Language, PurchaseImportMessages> = { zh, en }
