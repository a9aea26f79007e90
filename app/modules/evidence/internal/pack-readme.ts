/** What stands at the beginning of a pack, for whoever opens it without us. */
export const README = `消费帮扶佐证包 / Consumption-assistance evidence pack

怎样核对 / How to verify
  解压后在本文件夹里运行 / Unpack, then run in this folder:
      sha256sum -c SHA256SUMS
  每一行都应显示 OK。/ Every line must say OK.
  同样的内容，无论何时生成，每个字节都相同；SHA256SUMS 的散列就是佐证包的编号。
  The same content gives the same bytes whenever it is made; the hash of SHA256SUMS is the number of the pack.

里面有什么 / What is inside
  register.csv      计入任务的每一笔，缺什么材料 / every amount that counts, and what it lacks
  missing.csv       还缺材料的 / those that lack something
  orders.csv        本店订单 / orders of the shop
  shipments.csv     发货与批次 / shipments and lots
  acceptances.csv   交付验收 / hand-overs
  payments.csv      收款 / payments
  refunds.csv       退款 / refunds
  invoices.csv      发票登记 / invoices by number
  external.csv      店外采购 / purchases made elsewhere
  agreements.csv    购销协议 / purchase agreements
  ledger.csv        总账分录与散列链 / postings with their hashes
  documents/        附上的原件，以内容散列命名 / the files attached, named by their hash
  documents.csv     每份原件证明什么 / what each of them proves
  manifest.json     合计与文件清单 / totals and the list of files

金额单位是分，日期是北京时间。/ Amounts are fen, days are those of Shanghai.
ledger.csv 每行的散列 = SHA-256("v1" + 各字段以 "长度:内容" 用 "|" 连接，空字段为 "-")，字段依次为
book, seq, entry_id, source_type, source_id, occurred_at, business_date, recorded_at, line_count, input_hash,
reverses_entry_id, line_no, account_code, amount_fen, prev_hash。
The hash of a line of ledger.csv is the SHA-256 of "v1" and these fields, each as "length:content", an empty one as "-",
joined by "|".
`
