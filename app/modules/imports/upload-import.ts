/** Why a file does not become an import. `problem` says what keeps it from being read. */
export type UploadImportRefusal =
  | { kind: 'fileMissing' }
  | { kind: 'unreadable'; problem: string }
  | { kind: 'noRows' }
  | { kind: 'noHeader' }
  /** The same form was sent before with another file. */
  | { kind: 'requestReused' }
