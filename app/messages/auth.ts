import type { Language } from '#app/shared/language.ts'

const zh = {
  signIn: {
    title: '登录',
    account: '学工号或手机号',
    accountHint: '教职工和学生用学工号，校友和校外朋友用手机号。',
    password: '密码',
    submit: '登录',
    toSignUp: '校友和校外朋友：注册一个账号',
    campusHelp: '教职工和学生的账号由学校开通。忘了密码，请到帮扶办公室重设。',
  },
  signUp: {
    title: '注册',
    intro: '校友和校外朋友可以在这里注册。您买的每一单，都算作学校的「帮助销售」。',
    kind: '您是',
    kinds: { alumni: '校友', outside: '校外朋友' },
    name: '姓名',
    nameHint: '取货时核对用。',
    phone: '手机号',
    phoneHint: '登录和取货联系用。',
    password: '设一个密码',
    passwordHint: (min: number) => `至少 ${min} 个字符。一句只有自己知道的话最好记。`,
    submit: '注册并登录',
    toSignIn: '已经有账号，去登录',
  },
  refusals: {
    wrongCredentials: '账号或密码不对，请再核对一下。',
    throttled: (wait: string) => `试的次数有点多，请过${wait}再试。`,
    phoneTaken: '这个手机号已经注册过，请直接登录。',
  },
  wait: { seconds: (count: number) => ` ${count} 秒`, minutes: (count: number) => ` ${count} 分钟` },
  errors: {
    accountMissing: '请填学工号或手机号。',
    accountTooLong: '学工号或手机号没有这么长。',
    passwordMissing: '请填密码。',
    passwordTooLong: '密码最长 128 个字符。',
    passwordTooShort: '密码至少 10 个字符。',
    passwordTooSimple: '这个密码太容易猜，请换一个；不要只用一个字符，也不要包含手机号。',
    kindMissing: '请选一项。',
    nameMissing: '请填姓名。',
    nameTooLong: '姓名最长 40 个字。',
    nameInvalid: '姓名只能用文字、空格、间隔号和连字符。',
    phoneMissing: '请填手机号。',
    phoneInvalid: '请填 11 位大陆手机号。',
    returnToInvalid: '返回的地址太长。',
    notText: '这里有看不见的字符，请重新输入。',
  },
  unreadable: '这一项没看懂，请重新填写。',
  problemTitle: '还没有完成',
}

export type AuthMessages = typeof zh

const en: AuthMessages = {
  signIn: {
    title: 'Sign in',
    account: 'Campus number or phone',
    accountHint: 'Staff and students use the campus number, alumni and friends their phone.',
    password: 'Password',
    submit: 'Sign in',
    toSignUp: 'Alumni and friends: open an account',
    campusHelp:
      'Accounts of staff and students are opened by the college. The assistance office resets forgotten passwords.',
  },
  signUp: {
    title: 'Open an account',
    intro: 'For alumni and friends of the college. Everything you buy counts as an assisted sale.',
    kind: 'You are',
    kinds: { alumni: 'an alumna or alumnus', outside: 'a friend of the college' },
    name: 'Name',
    nameHint: 'Checked when you collect.',
    phone: 'Mobile phone',
    phoneHint: 'For signing in and about your collections.',
    password: 'Choose a password',
    passwordHint: (min: number) => `At least ${min} characters. A sentence only you know is easiest to keep.`,
    submit: 'Open account and sign in',
    toSignIn: 'I have an account: sign in',
  },
  refusals: {
    wrongCredentials: 'Account or password is not right. Please check both.',
    throttled: (wait: string) => `Too many tries. Please wait ${wait} and try again.`,
    phoneTaken: 'This phone has an account already. Please sign in.',
  },
  wait: {
    seconds: (count: number) => (count === 1 ? '1 second' : `${count} seconds`),
    minutes: (count: number) => (count === 1 ? '1 minute' : `${count} minutes`),
  },
  errors: {
    accountMissing: 'Enter your campus number or phone.',
    accountTooLong: 'Campus numbers and phones are not that long.',
    passwordMissing: 'Enter your password.',
    passwordTooLong: 'A password has 128 characters at most.',
    passwordTooShort: 'A password has at least 10 characters.',
    passwordTooSimple: 'This password is too easy to guess. Do not repeat one character or use your phone number.',
    kindMissing: 'Choose one.',
    nameMissing: 'Enter your name.',
    nameTooLong: 'A name has 40 characters at most.',
    nameInvalid: 'A name has letters, spaces, points and hyphens only.',
    phoneMissing: 'Enter your phone number.',
    phoneInvalid: 'Enter a mainland mobile number of 11 digits.',
    returnToInvalid: 'The address to return to is too long.',
    notText: 'There are invisible characters here. Please type it again.',
  },
  unreadable: 'This could not be read. Please fill it in again.',
  problemTitle: 'Not done yet',
}

export const authMessages: Record<Language, AuthMessages> = { zh, en }
