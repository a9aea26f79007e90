// What this machine can do at the most: bare node:http, with or without PostgreSQL, and nothing of ours.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
const pages: Record<string, Buffer> = {
  '/bytes/list': readFileSync(process.env.LIST_BYTES_FILE ?? ''),
  '/bytes/product': readFileSync(process.env.PRODUCT_BYTES_FILE ?? ''),
  '/bytes/search': readFileSync(process.env.SEARCH_BYTES_FILE ?? ''),
}

const LIST = `
  select slug, name_zh, spec_zh, county_id, price_fen, jin_price_fen, picture_kind, published_at
  from product_card order by published_at desc, product_id limit 24`

async function placeBareOrder(): Promise<string> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const order = await client.query('insert into bench_order (total_fen) values (0) returning id')
    const id = order.rows[0].id
    for (let line = 0; line < 3; line += 1) {
      const sku = 1 + Math.floor(Math.random() * 300)
      const taken = await client.query(
        'update bench_stock set reserved = reserved + 1 where sku_id = $1 and on_hand - reserved >= 1 returning price_fen',
        [sku + line * 300],
      )
      await client.query(
        'insert into bench_order_line (order_id, sku_id, quantity, price_fen) values ($1, $2, 1, $3)',
        [id, sku + line * 300, taken.rows[0].price_fen],
      )
    }
    await client.query('update bench_order set total_fen = 3 where id = $1', [id])
    await client.query('commit')
    return String(id)
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

const server = createServer((request, response) => {
  const fail = (error: unknown) => {
    response.writeHead(500)
    response.end(String(error))
  }
  const page = pages[request.url ?? '']
  if (page) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': page.length })
    response.end(page)
  } else if (request.url === '/list') {
    pool.query(LIST).then(({ rows }) => {
      const body = JSON.stringify(rows)
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
      response.end(body)
    }, fail)
  } else if (request.url === '/order' && request.method === 'POST') {
    request.resume()
    request.on('end', () => {
      placeBareOrder().then((id) => {
        response.writeHead(201, { 'content-type': 'text/plain', 'content-length': id.length })
        response.end(id)
      }, fail)
    })
  } else {
    response.writeHead(404)
    response.end()
  }
})

await pool.query(`
  create table if not exists bench_stock (sku_id int primary key, on_hand int not null, reserved int not null default 0, price_fen bigint not null);
  create table if not exists bench_order (id bigint generated always as identity primary key, total_fen bigint not null);
  create table if not exists bench_order_line (order_id bigint not null references bench_order, sku_id int not null references bench_stock, quantity int not null, price_fen bigint not null, primary key (order_id, sku_id));
  insert into bench_stock select n, 100000000, 0, 1000 from generate_series(1, 1200) n on conflict do nothing`)
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('ready\n'))
