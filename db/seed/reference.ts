import { recordCategory } from '#app/modules/catalog/record-category.server.ts'
import type { OrgUnitKind } from '#app/modules/identity/org-unit.ts'
import { recordOrgUnit } from '#app/modules/identity/org-units.server.ts'
import { recordCounty } from '#app/modules/partners/record-county.server.ts'
import { recordCampusBuilding } from '#app/modules/pickup/record-campus-building.server.ts'
import { recordPickupPoint, type WeeklyHours } from '#app/modules/pickup/record-pickup-point.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { CountyId, OrgUnitId } from '#app/shared/ids.ts'
import type { Words } from './product-text.ts'

interface CountyText {
  id: string
  name: Words
  story: Words
}

/** In the college's order. All five are among the 832 counties of the national list of 2014. */
const COUNTIES: readonly CountyText[] = [
  {
    id: 'xunyi',
    name: ['旬邑', 'Xunyi'],
    story: [
      '旬邑在咸阳市北部，古称豳，塬面海拔一千二百米上下，昼夜温差大。县里的主业是苹果，东边的马栏山林多，出香菇和蜂蜜。',
      'Xunyi lies in the north of Xianyang, in the old land of Bin, on a tableland some 1,200 metres high with warm days and cold nights. Apples are its trade; the wooded Malan hills in the east give mushrooms and honey.',
    ],
  },
  {
    id: 'changwu',
    name: ['长武', 'Changwu'],
    story: [
      '长武在陕西和甘肃交界处，泾河从县境流过。塬面平，黄土厚，适合富士这样的晚熟苹果，近年换种了瑞雪、瑞阳、秦脆。',
      'Changwu lies where Shaanxi meets Gansu, with the Jing River at its edge. Level tableland and deep loess suit late apples such as Fuji; in recent years Ruixue, Ruiyang and Qincui have been planted.',
    ],
  },
  {
    id: 'yongshou',
    name: ['永寿', 'Yongshou'],
    story: [
      '永寿在关中平原上到渭北高塬的路口，梁峁上是连片的刺槐林。五月槐花开，养蜂人进山；坡地养牛养羊，塬上种苹果和核桃。',
      'Yongshou stands where the road climbs from the Guanzhong plain to the Weibei tableland, under woods of black locust. In May the beekeepers come for the blossom; cattle and sheep graze the slopes, apples and walnuts grow on top.',
    ],
  },
  {
    id: 'fufeng',
    name: ['扶风', 'Fufeng'],
    story: [
      '扶风属宝鸡市，周原遗址和法门寺都在这里。北部台塬产大红袍花椒和苹果，南边渭河滩地种猕猴桃。',
      'Fufeng belongs to Baoji; the Zhouyuan site and the Famen Temple are here. The northern terraces grow Dahongpao pepper and apples, the flats of the Wei in the south kiwifruit.',
    ],
  },
  {
    id: 'chunhua',
    name: ['淳化', 'Chunhua'],
    story: [
      '淳化在咸阳市北部，汉代甘泉宫的遗址还在塬上。麦收以后复种荞麦，做成饸饹；十里塬一带产苹果。',
      'Chunhua lies in the north of Xianyang, with the ruins of the Han palace of Ganquan on its tableland. Buckwheat follows the wheat and becomes hele noodles; apples come from around Shiliyuan.',
    ],
  },
]

/** When the demo's college was paired with them. */
const PAIRED_FROM = '2021-06-01'

interface CategoryText {
  id: string
  name: Words
  pictureKind: string
}

const CATEGORIES: readonly CategoryText[] = [
  { id: 'fruit', name: ['鲜果', 'Fruit'], pictureKind: 'apple' },
  { id: 'fruit-gift', name: ['水果礼盒', 'Fruit gifts'], pictureKind: 'apple-gift' },
  { id: 'spice', name: ['花椒调味', 'Pepper and seasoning'], pictureKind: 'pepper' },
  { id: 'grain-oil', name: ['粮油', 'Grain and oil'], pictureKind: 'millet' },
  { id: 'honey', name: ['蜂蜜', 'Honey'], pictureKind: 'honey' },
  { id: 'dried', name: ['干果干货', 'Nuts and dried goods'], pictureKind: 'walnut' },
  { id: 'meat-eggs', name: ['肉禽蛋', 'Meat and eggs'], pictureKind: 'egg' },
  { id: 'vegetable', name: ['时鲜蔬菜', 'Vegetables'], pictureKind: 'locust-flower' },
  { id: 'noodles-bakery', name: ['面食馍饼', 'Noodles and bread'], pictureKind: 'noodles' },
  { id: 'snack-drink', name: ['零食饮品', 'Snacks and drinks'], pictureKind: 'apple-chips' },
  { id: 'canteen', name: ['食堂大宗', 'Canteen supplies'], pictureKind: 'vegetable' },
]

interface PointText {
  id: string
  name: Words
  place: Words
  hours: Words
  week: readonly WeeklyHours[]
}

const WORKDAYS = [1, 2, 3, 4, 5]

function onDays(
  weekdays: readonly number[],
  startsAt: string,
  hours: { until: string; capacity: number },
): WeeklyHours[] {
  return weekdays.map((weekday) => ({ weekday, startsAt, endsAt: hours.until, capacity: hours.capacity }))
}

const POINTS: readonly PointText[] = [
  {
    id: 'north-library',
    name: ['北校区图书馆东门', 'North Library east door'],
    place: [
      '北校区图书馆一层东门内，自行车棚对面',
      'North Campus, inside the library’s east door, opposite the bicycle shed',
    ],
    hours: [
      '周一至周五 12:00–13:30、17:00–19:30，周六 10:00–12:00',
      'Monday to Friday 12:00–13:30 and 17:00–19:30, Saturday 10:00–12:00',
    ],
    week: [
      ...onDays(WORKDAYS, '12:00', { until: '13:30', capacity: 30 }),
      ...onDays(WORKDAYS, '17:00', { until: '19:30', capacity: 60 }),
      ...onDays([6], '10:00', { until: '12:00', capacity: 40 }),
    ],
  },
  {
    id: 'south-canteen',
    name: ['南校区食堂', 'South Canteen'],
    place: ['南校区第一食堂一层，消费帮扶专柜', 'South Campus, Canteen One, ground floor, at the assistance counter'],
    hours: ['每天 11:30–13:00、17:30–19:00', 'Daily 11:30–13:00 and 17:30–19:00'],
    week: [
      ...onDays([...WORKDAYS, 6, 7], '11:30', { until: '13:00', capacity: 50 }),
      ...onDays([...WORKDAYS, 6, 7], '17:30', { until: '19:00', capacity: 50 }),
    ],
  },
  {
    id: 'staff-club',
    name: ['教工之家', 'Staff Club'],
    place: ['北校区教工之家一层大厅', 'North Campus, Staff Club, ground-floor hall'],
    hours: ['周二、周四 16:00–18:30', 'Tuesday and Thursday 16:00–18:30'],
    week: onDays([2, 4], '16:00', { until: '18:30', capacity: 40 }),
  },
]

const BUILDINGS: readonly { id: string; name: Words }[] = [
  { id: 'administration', name: ['行政楼', 'Administration Building'] },
  { id: 'teaching-1', name: ['第一教学楼', 'Teaching Building 1'] },
  { id: 'teaching-2', name: ['第二教学楼', 'Teaching Building 2'] },
  { id: 'training-centre', name: ['实训中心', 'Training Centre'] },
  { id: 'science', name: ['理实一体楼', 'Science and Workshop Building'] },
  { id: 'library', name: ['图书馆', 'Library'] },
  { id: 'staff-housing-3', name: ['教工 3 号楼', 'Staff Housing 3'] },
  { id: 'dormitory-5', name: ['学生公寓 5 号楼', 'Dormitory 5'] },
  { id: 'dormitory-8', name: ['学生公寓 8 号楼', 'Dormitory 8'] },
  { id: 'dormitory-12', name: ['学生公寓 12 号楼', 'Dormitory 12'] },
]

const UNITS: readonly { id: string; name: Words; kind: OrgUnitKind }[] = [
  { id: 'mechatronics', name: ['机电工程学院', 'School of Mechatronics'], kind: 'college' },
  { id: 'agriculture', name: ['农林学院', 'School of Agriculture and Forestry'], kind: 'college' },
  { id: 'economics', name: ['经济管理学院', 'School of Economics and Management'], kind: 'college' },
  { id: 'academic-office', name: ['教务处', 'Academic Affairs Office'], kind: 'office' },
  { id: 'logistics', name: ['后勤处', 'Logistics Office'], kind: 'office' },
  { id: 'canteen-1', name: ['第一食堂', 'Canteen One'], kind: 'canteen' },
  { id: 'canteen-2', name: ['第二食堂', 'Canteen Two'], kind: 'canteen' },
  { id: 'union', name: ['校工会', 'Staff Union'], kind: 'union' },
]

/** What a shop needs before its first product: counties, categories, pickup points with hours, buildings, org units. */
export async function seedReference(tx: Tx): Promise<void> {
  for (const [index, { id, name, story }] of COUNTIES.entries()) {
    const [nameZh, nameEn] = name
    const [storyZh, storyEn] = story
    const words = { nameZh, nameEn, storyZh, storyEn }
    const county = { id: id as CountyId, ...words, on832List: true, pairedFrom: PAIRED_FROM, sortOrder: index + 1 }
    await recordCounty(tx, { county })
  }
  for (const [index, { id, name, pictureKind }] of CATEGORIES.entries()) {
    const [zh, en] = name
    await recordCategory(tx, { id, name: { zh, en }, pictureKind, sortOrder: index + 1 })
  }
  for (const [index, point] of POINTS.entries()) await recordPickupPoint(tx, pickupPoint(point, index + 1))
  for (const [index, { id, name }] of BUILDINGS.entries()) {
    await recordCampusBuilding(tx, { id, nameZh: name[0], nameEn: name[1], sortOrder: index + 1 })
  }
  for (const [index, { id, name, kind }] of UNITS.entries()) {
    const unit = { orgUnitId: id as OrgUnitId, nameZh: name[0], nameEn: name[1], kind }
    await recordOrgUnit(tx, { ...unit, sortOrder: index + 1 })
  }
}

function pickupPoint({ id, name, place, hours, week }: PointText, sortOrder: number) {
  return {
    id,
    nameZh: name[0],
    nameEn: name[1],
    placeZh: place[0],
    placeEn: place[1],
    hoursZh: hours[0],
    hoursEn: hours[1],
    sortOrder,
    week,
  }
}
