import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { createTurns } from '#app/platform/turns.server.ts'

/** Argon2id (the library's default variant) as OWASP asks at least: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Of a password nobody knows, at the same cost: what an unknown account's password is compared with. */
const NOBODYS_HASH = '$argon2id$v=19$m=19456,t=2,p=1$r5J7IcPtQ4AD/XXjLzurTg$Qt7Pq4QZQK3VLGQQSKNqY81DKSQGfmq18YfZrKYo0Xk'

/** Hashing is dear on purpose: more at once than this only starves everybody else. */
export const hashingTurn = createTurns(Math.min(4, Math.max(2, availableParallelism())))

/** Differently composed forms of one password are one password. */
function canonical(password: string): string {
  return password.normalize('NFC')
}

export function hashPassword(password: string): Promise<string> {
  return hash(canonical(password), COST)
}

/** Whether `password` is the one kept. Without a kept hash the answer is no, after the same work. */
export async function verifyPassword(password: string, keptHash: string | undefined): Promise<boolean> {
  const matches = await verify(keptHash ?? NOBODYS_HASH, canonical(password))
  return matches && keptHash !== undefined
}
