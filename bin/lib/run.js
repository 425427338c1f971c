import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { ROOT } from './place.js'

/**
 * Runs a program in our place: same terminal, same signals, same end. The channel between the two lets the program
 * notice when this one was killed; whoever cares listens for `disconnect`.
 */
export function runInstead(program, args) {
  const child = spawn(program, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      // Ctrl-C reaches the whole foreground group by itself: passed on again it would count as the second one.
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child.kill(signal)
    })
  whenNpmEnds(() => child.kill('SIGTERM'))
  child.on('error', (error) => {
    process.stderr.write(`${program} could not be run: ${error.message}\n`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

/**
 * The product under its Node. On a large machine V8 would let young objects alone take 130 MB before it looks at them;
 * a quarter of that costs no time that can be measured.
 */
export function product(words) {
  return ['--max-semi-space-size=16', inDist('src/main.js'), ...words]
}

export function inDist(path) {
  return `${ROOT}/dist/${path}`
}

/**
 * npm runs a script through `sh -c` and passes a SIGTERM on to that shell only, which dies and tells nobody: without
 * this look upwards, `kill` of an `npm start` would leave the server running. Started without npm, nothing is watched.
 */
function whenNpmEnds(act) {
  if (!process.env.npm_lifecycle_event) return
  const before = readAncestors()
  const timer = setInterval(() => {
    if (readAncestors() === before) return
    clearInterval(timer)
    act()
  }, 200)
  timer.unref()
}

/** Our parent; and where that is npm's shell and /proc tells, npm itself. */
function readAncestors() {
  const shell = process.ppid
  try {
    if (!/sh\0-c\0/.test(readFileSync(`/proc/${shell}/cmdline`, 'utf8'))) return `${shell}`
    const stat = readFileSync(`/proc/${shell}/stat`, 'utf8')
    return `${shell} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`
  } catch {
    return `${shell}`
  }
}
