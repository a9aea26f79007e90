import { DEMO_ROLES, type DemoAccount, type DemoRole } from '#db/seed/people.ts'

/** The demo's accounts, as global-setup.ts tells them. Looked up when used: the list of tests is read before the setup. */
export const accounts = {
  get staff() {
    return accountOf('staff')
  },
  get student() {
    return accountOf('student')
  },
  get alumni() {
    return accountOf('alumni')
  },
  get cooperativeManager() {
    return accountOf('cooperativeManager')
  },
  get clerk() {
    return accountOf('clerk')
  },
  get financeOfficer() {
    return accountOf('financeOfficer')
  },
  get financeApprover() {
    return accountOf('financeApprover')
  },
  get financePayer() {
    return accountOf('financePayer')
  },
  get auditor() {
    return accountOf('auditor')
  },
  get administrator() {
    return accountOf('administrator')
  },
}

function accountOf(role: DemoRole): { login: string; password: string } {
  const told: DemoAccount[] = JSON.parse(process.env.E2E_ACCOUNTS ?? '[]')
  const found = told.find((account) => account.role === DEMO_ROLES[role])
  if (!found) throw new Error(`the demo has no account of the role ${DEMO_ROLES[role]}`)
  return { login: found.login, password: found.password }
}
