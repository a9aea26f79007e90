/** The only place that reads the time. Everything below a route or job takes `now: Date`. */
export const clock = {
  now: (): Date => new Date(),
}
