import type { OrgUnitKind } from '#app/modules/identity/org-unit.ts'
import type { Language } from '#app/shared/language.ts'

const zh = {
  heading: '单位',
  lead: '学院、处室、食堂和工会。采购记在下单人当时的单位名下，任务也可以按单位分解。停用的单位不再加人，过去的数字不变。',
  kinds: {
    department: '系部',
    college: '二级学院',
    office: '处室',
    canteen: '食堂',
    union: '工会',
  } as Record<OrgUnitKind, string>,
  none: '还没有单位。先加一个。',
  people: (count: number) => `${count} 人`,
  inactive: '已停用',
  code: '代码',
  add: '新增单位',
  orgUnitId: '代码',
  orgUnitIdHint: '小写字母开头，如 canteen-1。用在账里，以后不能改。',
  nameZh: '中文名称',
  nameEn: '英文名称',
  kind: '类型',
  submit: '新增',
  rename: '改名称',
  renameNamed: (name: string) => `改「${name}」的名称`,
  save: '保存',
  deactivate: '停用',
  deactivateNamed: (name: string) => `停用「${name}」`,
  activate: '重新启用',
  activateNamed: (name: string) => `重新启用「${name}」`,
  assign: '单位',
  assignNamed: (name: string) => `${name}的单位`,
  noUnit: '没有单位',
  assignSubmit: '保存',
  refusals: {
    codeKnown: '这个代码已经有单位在用。',
    unknown: '没有找到，请重新打开本页。',
    inactive: '这个单位已停用，不能再加人。',
  },
}

export type OrgUnitsMessages = typeof zh

const en: OrgUnitsMessages = {
  heading: 'Units',
  lead: 'Colleges, offices, canteens and the union. A purchase is booked for the unit its buyer had at that time, and a task can be divided by unit. Nobody joins a unit out of use; its figures stay.',
  kinds: { department: 'department', college: 'college', office: 'office', canteen: 'canteen', union: 'union' },
  none: 'There are no units yet. Add the first.',
  people: (count) => (count === 1 ? '1 person' : `${count} people`),
  inactive: 'out of use',
  code: 'code',
  add: 'Add a unit',
  orgUnitId: 'Code',
  orgUnitIdHint: 'Begins with a small letter, such as canteen-1. It stands in the books and cannot be changed.',
  nameZh: 'Chinese name',
  nameEn: 'English name',
  kind: 'Kind',
  submit: 'Add',
  rename: 'Rename',
  renameNamed: (name) => `Rename “${name}”`,
  save: 'Save',
  deactivate: 'Take out of use',
  deactivateNamed: (name) => `Take “${name}” out of use`,
  activate: 'Use again',
  activateNamed: (name) => `Use “${name}” again`,
  assign: 'Unit',
  assignNamed: (name) => `Unit of ${name}`,
  noUnit: 'no unit',
  assignSubmit: 'Save',
  refusals: {
    codeKnown: 'Another unit has this code.',
    unknown: 'Not found. Please open this page again.',
    inactive: 'This unit is out of use; nobody can join it.',
  },
}

export const orgUnitsMessages: Record<Language, OrgUnitsMessages> = { zh, en }
