import type { BuyerKind } from '#app/modules/identity/permissions.ts'
import type { OrgUnitId, PersonId } from '#app/shared/ids.ts'
import { drawIndex, type Random, runningSums, seededRandom } from './random.ts'

export interface PlannedPerson {
  id: PersonId
  kind: BuyerKind | 'cooperative'
  name: string
  campusNumber: string | undefined
  phone: string | undefined
  orgUnitId: OrgUnitId | undefined
  createdAt: Date
}

export interface Unit {
  id: OrgUnitId
  kind: string
}

const SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜',
]
const GIVEN = [
  ...'敏静丽强磊军洋勇艳杰娟涛超霞平刚桂芳婷玲波宇浩鑫晨欣怡佳琪子涵雨桐思远文博一诺可心',
  ...['晓东', '建国', '海燕', '志远', '雅琴', '春梅', '秋雨', '明轩', '若曦', '嘉宁', '景行', '知远', '乐天', '安然'],
]
const KINDS = ['student', 'staff', 'alumni', 'outside'] as const
const KIND_SUMS = runningSums([57, 33, 6, 4])

/** Buyers enough for so many orders; each has a campus number or a telephone that nobody else has. */
export function planBuyers(wish: {
  seed: string
  count: number
  year: number
  units: readonly Unit[]
  at: Date
}): PlannedPerson[] {
  const random = seededRandom(`${wish.seed} buyers`)
  return Array.from({ length: wish.count }, (_, index): PlannedPerson => {
    const kind = KINDS[drawIndex(random, KIND_SUMS)] ?? 'outside'
    const isMember = kind === 'staff' || kind === 'student'
    return {
      id: random.id(wish.at),
      kind,
      name: drawName(random),
      campusNumber: isMember ? campusNumber(random, { kind, year: wish.year, index }) : undefined,
      phone: `150${String(10_000_000 + index)}`,
      orgUnitId: isMember ? drawUnit(random, kind, wish.units) : undefined,
      createdAt: wish.at,
    }
  })
}

/** One person who answers for a cooperative. */
export function planManager(wish: { seed: string; index: number; at: Date }): PlannedPerson {
  const random = seededRandom(`${wish.seed} manager ${wish.index}`)
  const phone = `151${String(10_000_000 + wish.index)}`
  const unknown = { campusNumber: undefined, orgUnitId: undefined }
  return { id: random.id(wish.at), kind: 'cooperative', name: drawName(random), phone, ...unknown, createdAt: wish.at }
}

function drawName(random: Random): string {
  return random.pick(SURNAMES) + random.pick(GIVEN)
}

/** T and the year of entry for staff, S for students; the number after it is the person's own. */
function campusNumber(random: Random, of: { kind: 'staff' | 'student'; year: number; index: number }): string {
  const own = String(of.index).padStart(6, '0')
  return of.kind === 'staff'
    ? `T${random.between(2001, of.year - 1)}9${own}`
    : `S${random.between(of.year - 3, of.year)}9${own}`
}

function drawUnit(random: Random, kind: 'staff' | 'student', units: readonly Unit[]): OrgUnitId | undefined {
  const wanted = kind === 'student' ? ['college', 'department'] : ['college', 'department', 'office']
  const open = units.filter((unit) => wanted.includes(unit.kind))
  return open.length > 0 ? random.pick(open).id : undefined
}
