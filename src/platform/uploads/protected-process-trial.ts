/** What a hostile file might make a parser do, for the test of the walls around it. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { env } from 'node:process'

const DEEDS: Record<string, (where: string) => unknown> = {
  read: (where) => readFileSync(where, 'utf8'),
  write: (where) => writeFileSync(where, 'x'),
  start: () => execFileSync('/bin/true'),
  evaluate: () => Function('return 1')(),
  environment: () =>
    Object.keys(env).filter((name) => name !== 'NODE_CHANNEL_FD' && !name.startsWith('NODE_CHANNEL')),
  loop: () => {
    for (;;);
  },
  'fill-heap': () => {
    const kept: number[][] = []
    for (;;) kept.push(new Array(1000).fill(1.5))
  },
  'fill-memory': async () => {
    const kept: Buffer[] = []
    for (;;) {
      kept.push(Buffer.alloc(8_000_000, 1))
      await new Promise((resolve) => setImmediate(resolve))
    }
  },
}

export async function run({ deed, where }: { deed: string; where: string }): Promise<unknown> {
  try {
    return { did: await DEEDS[deed]!(where) }
  } catch (error) {
    return { error: (error as NodeJS.ErrnoException).code ?? (error as Error).name }
  }
}
