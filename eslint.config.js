// Typed rules only: formatting and the rest of the lint are Biome's.
import tseslint from 'typescript-eslint'

const MONEY_AND_CLOCK = [
  {
    selector: "CallExpression[callee.name='parseFloat']",
    message: 'Money and quantities are integers: use shared/money.ts or shared/quantity.ts.',
  },
  {
    selector: "CallExpression[callee.property.name='toFixed']",
    message: 'Format money with formatYuan in shared/money.ts.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Take `now: Date` as a parameter; only platform/clock.server.ts reads the clock.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take `now: Date` as a parameter; only platform/clock.server.ts reads the clock.',
  },
]

export default tseslint.config(
  { ignores: ['build/', 'node_modules/', '.data/', '.cache/', 'db/schema.ts'] },
  {
    files: ['app/**/*.{ts,tsx}', 'db/**/*.ts', 'tests/**/*.{ts,tsx}'],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 12],
      'max-params': ['error', 3],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-restricted-syntax': ['error', ...MONEY_AND_CLOCK],
    },
  },
  {
    files: ['**/*.tsx'],
    rules: { 'max-lines-per-function': ['error', { max: 120, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: [
      'app/platform/clock.server.ts',
      'app/shared/money.ts',
      'app/sandbox/**',
      'app/commands/**',
      'db/**',
      'tests/**',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['tests/**', 'app/**/*.test.{ts,tsx}', 'db/**', 'app/messages/**'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': 'off' },
  },
)
