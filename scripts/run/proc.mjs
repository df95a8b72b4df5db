/** What /proc says about processes (proc(5), stat). */
import { readdirSync, readFileSync } from 'node:fs'

/**
 * @param {number | string} pid
 * @returns {{ state: string, group: number, start: string } | undefined} state: one letter, Z for a zombie; start: in
 *   clock ticks since boot, which tells a reused pid apart; undefined when there is no such process
 */
export function processStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in field 2 may hold spaces and brackets, so count from the last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', group: Number(fields[2]), start: fields[19] ?? '' }
  } catch {
    return undefined
  }
}

/** @param {number} group @returns {boolean} whether it has a member that still runs; zombies wait only for init */
export function groupRuns(group) {
  return readdirSync('/proc').some((name) => {
    const stat = /^\d+$/.test(name) ? processStat(name) : undefined
    return stat?.group === group && stat.state !== 'Z' && stat.state !== 'X'
  })
}
