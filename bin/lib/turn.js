import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { inRoot, tell } from './place.js'

/** Two starts at once install and build one after the other; the second then finds nothing left to do. */
export async function inTurn(work) {
  const path = inRoot('dist', '.preparing')
  mkdirSync(inRoot('dist'), { recursive: true })
  for (let told = false; !take(path); told = true) {
    const holder = Number(readFileSyncOr(path))
    if (!isAlive(holder)) rmSync(path, { force: true })
    else if (!told) tell(`Another start (process ${holder}) is preparing this installation: waiting for it.`)
    await pause(100)
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

/** Linked, not written: the file never exists without the number of its holder. */
function take(path) {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, String(process.pid))
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(draft, { force: true })
  }
}

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function readFileSyncOr(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
