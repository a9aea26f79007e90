import type { CompiledQuery, KyselyPlugin } from 'kysely'
import pg from 'pg'
import type { Db } from '#app/platform/db.server.ts'

/** The same database with an ear on it: every statement the shop's own functions send is kept as it was sent. */
export function listenIn(db: Db): { db: Db; heard: CompiledQuery[] } {
  const heard: CompiledQuery[] = []
  const ear: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      heard.push(db.getExecutor().compileQuery(node, queryId))
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return { db: db.withPlugin(ear), heard }
}

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  Plans?: PlanNode[]
}

/** Tables that PostgreSQL would read from end to end for these statements with these values. */
export async function readWhole(url: string, statements: readonly CompiledQuery[]): Promise<string[]> {
  const nodes = (await explain(url, statements)).flatMap(nodesOf)
  const whole = nodes.filter((node) => node['Node Type'] === 'Seq Scan')
  return [...new Set(whole.map((node) => node['Relation Name'] ?? ''))].sort()
}

/** Indexes that PostgreSQL would use for these statements with these values. */
export async function indexesUsed(url: string, statements: readonly CompiledQuery[]): Promise<string[]> {
  const nodes = (await explain(url, statements)).flatMap(nodesOf)
  return [...new Set(nodes.flatMap((node) => node['Index Name'] ?? []))].sort()
}

async function explain(url: string, statements: readonly CompiledQuery[]): Promise<PlanNode[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const plans: PlanNode[] = []
    for (const { sql, parameters } of statements) {
      const { rows } = await client.query(`explain (format json) ${sql}`, [...parameters])
      plans.push(rows[0]['QUERY PLAN'][0].Plan)
    }
    return plans
  } finally {
    await client.end()
  }
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}
