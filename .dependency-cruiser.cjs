// Lower ranks know nothing of higher ones; modules of one rank know nothing of each other.
const RANKS = [
  ['identity', 'ledger', 'partners', 'notices', 'documents'],
  ['assistance', 'catalog', 'stock', 'pickup', 'sheets'],
  ['cart', 'imports', 'external'],
  ['ordering'],
  ['payments', 'fulfillment'],
  ['aftersale'],
  ['counter'],
  ['settlement', 'fapiao'],
  ['reconciliation'],
  ['closing', 'evidence'],
  ['progress', 'reports'],
]
const downwards = RANKS.flatMap((rank, level) =>
  rank.map((name) => {
    const allowed = [name, ...RANKS.slice(0, level).flat()].join('|')
    return {
      name: `${name}-points-downwards`,
      severity: 'error',
      from: { path: `^app/modules/${name}/` },
      to: { path: '^app/modules/', pathNot: `^app/modules/(${allowed})/` },
    }
  }),
)

module.exports = {
  forbidden: [
    ...downwards,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'shared-stands-alone',
      severity: 'error',
      from: { path: '^app/shared/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^app/shared/', 'node_modules/zod'] },
    },
    {
      name: 'pure-files-stay-pure',
      comment: 'A module file without .server in its name decides; it never talks to the world.',
      severity: 'error',
      from: { path: '^app/modules/.+\\.ts$', pathNot: '\\.server\\.ts$|\\.test\\.ts$' },
      to: { pathNot: ['^app/shared/', '^app/modules/(?!.*\\.server\\.ts$)', 'node_modules/zod'] },
    },
    {
      name: 'modules-keep-secrets',
      severity: 'error',
      from: { path: '^app/modules/([^/]+)/' },
      to: { path: '^app/modules/[^/]+/internal/', pathNot: '^app/modules/$1/' },
    },
    {
      name: 'modules-know-no-http',
      severity: 'error',
      from: { path: '^app/modules/' },
      to: { path: '^app/(routes|jobs|http|ui|messages|sandbox|commands)/|node_modules/(@remix-run|react)' },
    },
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      from: { path: '^app/platform/' },
      to: { path: '^app/(modules|routes|jobs|http|ui|messages|sandbox|commands)/' },
    },
    {
      name: 'use-the-front-door',
      severity: 'error',
      from: { path: '^app/(routes|jobs|http|ui|root)' },
      to: { path: '/internal/|^db/|node_modules/(kysely|pg|stripe)/' },
    },
    {
      name: 'ui-knows-no-domain',
      severity: 'error',
      from: { path: '^app/ui/' },
      to: { path: '^app/(modules|platform|routes|http)/' },
    },
    { name: 'migrations-are-frozen', severity: 'error', from: { path: '^db/migrations/' }, to: { path: '^app/' } },
    {
      name: 'sandbox-is-outside',
      comment: 'The Stripe sandbox is another company in another process: the shop reaches it by HTTP only.',
      severity: 'error',
      from: { path: '^app/(modules|routes|jobs|http|ui|platform|server)' },
      to: { path: '^app/sandbox/' },
    },
    {
      name: 'sandbox-knows-no-shop',
      severity: 'error',
      from: { path: '^app/sandbox/' },
      to: { path: '^app/(modules|routes|jobs|http|platform)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^build/' },
  },
}
