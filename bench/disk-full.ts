/**
 * A disk of its own for one installation, then filled by somebody else. Reading must go on, a release must be refused
 * with a reason and leave nothing behind, and with room again the same release must succeed. Needs root and Linux, for
 * the disk (`mount -t tmpfs`); elsewhere it says so and passes.
 *
 *     node dist/bench/disk-full.js
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProduct } from '#test/journeys/product'
import { bringToApproval, release, signInAll } from '#test/journeys/staff'

const MB = 1024 * 1024
/** Less than the product keeps free, more than it needs to go on reading. */
const LEFT_BYTES = 24 * MB

await main()

async function main(): Promise<void> {
  const disk = mkdtempSync(join(tmpdir(), 'mingtang-disk-'))
  chmodSync(disk, 0o711)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512m,mode=711', 'tmpfs', disk])
  if (mounted.status !== 0) {
    console.log(JSON.stringify({ subject: 'disk-full', skipped: 'no disk of its own can be mounted here' }))
    rmSync(disk, { recursive: true, force: true })
    return
  }
  try {
    const faults = await prove(disk)
    for (const fault of faults) console.log(`FAULT ${fault}`)
    console.log(JSON.stringify({ subject: 'disk-full', faults: faults.length }))
    if (faults.length > 0) process.exitCode = 1
  } finally {
    spawnSync('umount', ['--lazy', disk])
    rmSync(disk, { recursive: true, force: true })
  }
}

async function prove(disk: string): Promise<string[]> {
  const faults: string[] = []
  const product = await startProduct({ dataDir: join(disk, 'data') })
  try {
    const staff = await signInAll(product.url)
    const approved = await bringToApproval(staff, {
      title: '关于满盘时发布的通知',
      text: '为核验磁盘写满时的处置。',
    })
    const address = `${product.url}/publications/${approved.publication}`
    const filler = join(disk, 'filler')
    writeFileSync(filler, Buffer.alloc(freeOn(disk) - LEFT_BYTES))
    // The product looks at the disk once a second.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const refused = await release(staff, approved).then(
      () => 'nothing',
      (error: Error) => error.message,
    )
    if (!/: 503 /.test(refused)) faults.push(`the release was not refused for the disk but: ${refused}`)
    for (const path of ['/', '/organisations', '/search?q=公交', '/readyz']) {
      const { status } = await fetch(product.url + encodeURI(path))
      if (status !== 200) faults.push(`${path} answers ${status} while the disk is full`)
    }
    if ((await fetch(address)).status !== 404) faults.push('what was refused is public')
    rmSync(filler)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await release(staff, approved)
    if ((await fetch(address)).status !== 200) faults.push('with room again the release is not public')
  } catch (error) {
    faults.push(`${(error as Error).message}\n${product.output().slice(-2000)}`)
  } finally {
    await product.stop()
  }
  return faults
}

function freeOn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
