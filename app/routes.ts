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

    route('account', 'routes/account/account.tsx'),
    route('orders', 'routes/account/orders.tsx'),
    route('orders/:orderNo', 'routes/account/order.tsx'),

    ...prefix('finance', [
      route('ledger', 'routes/finance/ledger.tsx'),
      route('entries/:entryId', 'routes/finance/entry.tsx'),
    ]),
    route('*', 'routes/shop/not-found.tsx'),
  ]),

  // For machines and for forms without a page of their own.
  route('sign-out', 'routes/auth/sign-out.ts'),
  route('preferences', 'routes/shop/preferences.ts'),
  route('visitor', 'routes/shop/visitor.ts'),
  route('pictures/:kind/:file', 'routes/shop/picture.ts'),
  route('webhooks/stripe', 'routes/webhooks/stripe.ts'),
  route('healthz', 'routes/webhooks/health.ts'),
] satisfies RouteConfig
