import { connect, createServer } from 'node:net'
import { systemErrorCode } from './start-failure.ts'

/** A TCP port on 127.0.0.1 that nobody has at this moment: `preferred` when it is free. */
export async function findFreePort(preferred = 0): Promise<number> {
  if (preferred !== 0 && !(await isPortFree(preferred))) return findFreePort()
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(preferred, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : preferred
      server.close(() => resolve(port))
    })
  })
}

/** Whether a server may listen on `port`: nobody listens on any of the machine's addresses. */
export async function isPortFree(port: number): Promise<boolean> {
  const answers = await Promise.all(['127.0.0.1', '::1'].map((host) => isAnswered(port, host)))
  if (answers.includes(true)) return false
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => {
      const code = systemErrorCode(error)
      if (code === 'EADDRINUSE' || code === 'EACCES') resolve(false)
      else reject(error)
    })
    server.listen(port, () => server.close(() => resolve(true)))
  })
}

function isAnswered(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1_000 })
    const answer = (isOpen: boolean) => {
      socket.destroy()
      resolve(isOpen)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
    socket.once('timeout', () => answer(false))
  })
}
