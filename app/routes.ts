import { index, layout, prefix, type RouteConfig, route } from '@remix-run/route-config'

// Every URL of the product on one screen.
export default [
  layout('routes/shop/layout.tsx', [
    index('routes/shop/home.tsx'),
    route('products', 'routes/shop/products.tsx'),
    route('products/:slug', 'routes/shop/product.tsx'),
    route('counties/:countyId', 'routes/shop/county.tsx'),
    route('cooperatives/:slug', 'routes/shop/cooperative.tsx'),
    route('search', 'routes/shop/search.tsx'),
    route('progress', 'routes/shop/progress.tsx'),
    route('cart', 'routes/shop/cart.tsx'),
    route('checkout', 'routes/shop/checkout.tsx'),
    route('licence', 'routes/shop/licence.tsx'),
    route('return-rules', 'routes/shop/return-rules.tsx'),
    route('privacy', 'routes/shop/privacy.tsx'),

    route('sign-in', 'routes/auth/sign-in.tsx'),
    route('sign-up', 'routes/auth/sign-up.tsx'),
    route('invitations/:token', 'routes/auth/accept-invite.tsx'),

    route('account', 'routes/account/account.tsx'),
    route('account/inbox', 'routes/account/inbox.tsx'),
    route('account/contact', 'routes/account/contact.tsx'),
    route('orders', 'routes/account/orders.tsx'),
    route('orders/:orderNo', 'routes/account/order.tsx'),
    route('orders/:orderNo/refund', 'routes/account/refund-request.tsx'),

    // Answers in the demo only.
    route('sandbox/mail', 'routes/shop/sandbox-mail.tsx'),
    route('*', 'routes/shop/not-found.tsx'),
  ]),

  ...prefix('cooperative', [
    layout('routes/cooperative/layout.tsx', [
      index('routes/cooperative/dashboard.tsx'),
      route('listings', 'routes/cooperative/listings.tsx'),
      route('listings/:changeId', 'routes/cooperative/listing.tsx'),
      route('listings/:changeId/photos', 'routes/cooperative/listing-photos.tsx'),
      route('team', 'routes/cooperative/team.tsx'),
      route('orders', 'routes/cooperative/orders.tsx'),
      route('orders/:supplierOrderId', 'routes/cooperative/order.tsx'),
      route('stock', 'routes/cooperative/stock.tsx'),
      route('stock/:skuId', 'routes/cooperative/sku-stock.tsx'),
      route('import', 'routes/cooperative/import.tsx'),
      route('import/:jobId', 'routes/cooperative/import-job.tsx'),
      route('cut-offs', 'routes/cooperative/cut-offs.tsx'),
      route('cut-offs/:number/:revision', 'routes/cooperative/cut-off.tsx'),
    ]),
    route('import/template.xlsx', 'routes/cooperative/import-template.ts'),
    route('import/:jobId/errors.csv', 'routes/cooperative/import-errors.ts'),
    route('cut-offs/:number/:revision/sheet/:format', 'routes/cooperative/cut-off-sheet.ts'),
    route('cut-offs/:number/:revision/pick-list.pdf', 'routes/cooperative/pick-list.ts'),
    route('cut-offs/:number/:revision/labels.pdf', 'routes/cooperative/labels.ts'),
  ]),

  ...prefix('counter', [
    layout('routes/counter/layout.tsx', [
      index('routes/counter/today.tsx'),
      route('find', 'routes/counter/find.tsx'),
      route('orders/:orderNo', 'routes/counter/visit.tsx'),
      route('receiving', 'routes/counter/receiving.tsx'),
      route('receiving/:supplierOrderId', 'routes/counter/receipt.tsx'),
      route('sheet', 'routes/counter/sheet.tsx'),
      route('sheet/keys', 'routes/counter/sheet-keys.tsx'),
      route('deliveries', 'routes/counter/deliveries.tsx'),
      route('overdue', 'routes/counter/overdue.tsx'),
      route('sale', 'routes/counter/sale.tsx'),
      route('sales/:orderNo', 'routes/counter/sold.tsx'),
      route('shift', 'routes/counter/shift.tsx'),
      route('shifts/:shiftId', 'routes/counter/shift-report.tsx'),
    ]),
  ]),

  ...prefix('finance', [
    layout('routes/finance/layout.tsx', [
      route('ledger', 'routes/finance/ledger.tsx'),
      route('entries/:entryId', 'routes/finance/entry.tsx'),
      route('refunds', 'routes/finance/refunds.tsx'),
      route('refunds/new', 'routes/finance/refund-new.tsx'),
      route('refunds/:refundDecisionId', 'routes/finance/refund.tsx'),
      route('purchases', 'routes/finance/purchases.tsx'),
      route('purchases/new', 'routes/finance/purchase-new.tsx'),
      route('purchases/import', 'routes/finance/purchase-import.tsx'),
      route('purchases/import/:sheetId', 'routes/finance/purchase-import-sheet.tsx'),
      route('purchases/worklist', 'routes/finance/purchase-worklist.tsx'),
      route('purchases/:purchaseId', 'routes/finance/purchase.tsx'),
      route('purchases/:purchaseId/correct', 'routes/finance/purchase-correct.tsx'),
      route('rules', 'routes/finance/rules.tsx'),
      route('rules/new', 'routes/finance/rule-new.tsx'),
      route('rules/:ruleId', 'routes/finance/rule.tsx'),
      route('targets', 'routes/finance/targets.tsx'),
      route('targets/new', 'routes/finance/target-new.tsx'),
      route('agreements', 'routes/finance/agreements.tsx'),
      route('agreements/new', 'routes/finance/agreement-new.tsx'),
      route('agreements/:agreementId', 'routes/finance/agreement.tsx'),
    ]),
    route('documents/:documentId', 'routes/finance/document.ts'),
    route('purchases/import/:sheetId/errors.csv', 'routes/finance/purchase-import-errors.ts'),
    route('purchases/worklist.csv', 'routes/finance/purchase-worklist-csv.ts'),
  ]),

  ...prefix('admin', [
    layout('routes/admin/layout.tsx', [
      route('listings', 'routes/admin/listings.tsx'),
      route('listings/:changeId', 'routes/admin/listing-review.tsx'),
      route('people', 'routes/admin/people.tsx'),
      route('org-units', 'routes/admin/org-units.tsx'),
      route('recalls', 'routes/admin/recalls.tsx'),
      route('recalls/:batchRecallId', 'routes/admin/recall.tsx'),
      route('notices', 'routes/admin/notices.tsx'),
    ]),
    route('recalls/:batchRecallId/list.csv', 'routes/admin/recall-list.ts'),
  ]),

  // Whole by itself, so that it works without network once opened.
  route('orders/:orderNo/pickup-code', 'routes/account/pickup-code.tsx'),

  // For machines and for forms without a page of their own.
  route('sign-out', 'routes/auth/sign-out.ts'),
  route('preferences', 'routes/shop/preferences.ts'),
  route('visitor', 'routes/shop/visitor.ts'),
  route('pictures/:kind/:file', 'routes/shop/picture.ts'),
  route('photos/:key', 'routes/shop/photo.ts'),
  route('webhooks/stripe', 'routes/webhooks/stripe.ts'),
  route('healthz', 'routes/webhooks/health.ts'),
] satisfies RouteConfig
