import type { EvidenceKind } from '#app/modules/documents/document.ts'
import type { Language } from '#app/shared/language.ts'

const zh = {
  title: '佐证材料',
  none: '还没有附材料。',
  kinds: {
    agreement: '协议',
    order: '订单',
    shipment: '发货单',
    acceptance: '验收单',
    invoice: '发票',
    payment: '付款凭证',
    certificate: '合格证明',
    photo: '照片',
    source: '依据文件',
    other: '其他',
  } as Record<EvidenceKind, string>,
  attach: '附上材料',
  kind: '这是什么',
  file: '文件',
  fileHint: 'PDF、图片、Excel、Word、OFD 或 CSV，10 MB 以内。',
  note: '说明（可不填）',
  submit: '附上',
  remove: '撤下',
  removeOf: (file: string) => `撤下「${file}」`,
  size: (kilobytes: number) => `${kilobytes} KB`,
  problems: {
    empty: '还没有选文件，或文件是空的。',
    tooLarge: '文件太大，请小于 10 MB。',
    unknownType: '这种文件不能保存。请传 PDF、图片、Excel、Word、OFD 或 CSV。',
    fileTooLarge: '文件太大，请小于 10 MB。',
    tooManyFiles: '一次只传一个文件。',
    noteTooLong: '说明请在 200 字以内。',
  },
}

export type EvidenceMessages = typeof zh

const en: EvidenceMessages = {
  title: 'Evidence',
  none: 'Nothing is attached yet.',
  kinds: {
    agreement: 'agreement',
    order: 'order',
    shipment: 'shipment',
    acceptance: 'acceptance',
    invoice: 'invoice',
    payment: 'payment',
    certificate: 'certificate',
    photo: 'photograph',
    source: 'source document',
    other: 'other',
  },
  attach: 'Attach evidence',
  kind: 'What it is',
  file: 'File',
  fileHint: 'PDF, picture, Excel, Word, OFD or CSV, up to 10 MB.',
  note: 'Note (optional)',
  submit: 'Attach',
  remove: 'Take back',
  removeOf: (file) => `Take back “${file}”`,
  size: (kilobytes) => `${kilobytes} KB`,
  problems: {
    empty: 'No file was chosen, or it is empty.',
    tooLarge: 'The file is too large. Keep it under 10 MB.',
    unknownType: 'Files of this type are not kept. Send PDF, picture, Excel, Word, OFD or CSV.',
    fileTooLarge: 'The file is too large. Keep it under 10 MB.',
    tooManyFiles: 'One file at a time, please.',
    noteTooLong: 'Keep the note within 200 characters.',
  },
}

export const evidenceMessages: Record<Language, EvidenceMessages> = { zh, en }
