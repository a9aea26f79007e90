import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { systemErrorCode } from '../start-failure.ts'

/**
 * Tells one life of a pid from the next: the same text for as long as that
 * process runs, another text for a later process with its number, undefined when
 * no process has it.
 */
export function processBirth(pid: number): string | undefined {
  if (!isRunning(pid)) return undefined
  if (process.platform === 'linux') return linuxBirth(pid)
  if (process.platform === 'win32') return 'running'
  return commandOutput('ps', ['-o', 'lstart=', '-p', String(pid)])
}

/** True when process `pid` is a PostgreSQL server on `dataFolder`. */
export function servesFolder(pid: number, dataFolder: string): boolean {
  if (!isRunning(pid)) return false
  if (process.platform === 'win32') return true
  if (process.platform !== 'linux') {
    return commandOutput('ps', ['-o', 'command=', '-p', String(pid)])?.includes(dataFolder) ?? false
  }
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataFolder)
  } catch {
    return false
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemErrorCode(error) === 'EPERM'
  }
}

const STATE = 0
const START_TIME = 19

function linuxBirth(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may itself hold spaces and parentheses; the fields after the last one do not.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[STATE] === 'Z') return undefined
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[START_TIME]}`
  } catch {
    return undefined
  }
}

function commandOutput(command: string, args: string[]): string | undefined {
  const { stdout } = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
  return stdout?.trim() || undefined
}
