import pino from 'pino'

/** One JSON line an event on standard output; personal data and secrets are cut out by name. */
export const logger = pino({
  level: process.env.LOG_LEVEL ?? (process.env.NODE_ENV === 'test' ? 'silent' : 'info'),
  redact: {
    paths: [
      'phone',
      'contactPhone',
      'password',
      'token',
      'cookie',
      '*.phone',
      '*.contactPhone',
      '*.password',
      '*.token',
      '*.cookie',
    ],
    censor: '[cut]',
  },
})
