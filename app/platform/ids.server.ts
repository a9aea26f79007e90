import { randomBytes } from 'node:crypto'
import { clock } from './clock.server.ts'

/** A new UUIDv7: sorts by the time of its making. The caller says which entity it names: `newId<OrderId>()`. */
export function newId<Id extends string = string>(): Id {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(clock.now().getTime(), 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id
}
