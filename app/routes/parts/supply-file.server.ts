const KINDS = {
  csv: { type: 'text/csv; charset=utf-8', disposition: 'attachment' },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', disposition: 'attachment' },
  pdf: { type: 'application/pdf', disposition: 'inline' },
} as const

/** A file to keep or to print. Its name is plain ASCII. */
export function fileResponse(bytes: Uint8Array, { kind, file }: { kind: keyof typeof KINDS; file: string }): Response {
  const { type, disposition } = KINDS[kind]
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `${disposition}; filename="${file}.${kind}"`,
      'Content-Length': String(bytes.length),
    },
  })
}
