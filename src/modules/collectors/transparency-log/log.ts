import type { Reader } from '#platform/database'
import type { World } from '#platform/world'
import { createSequencer, type SequencerEdges } from './sequencer.ts'
import { demandSoundLog } from './starting.ts'
import { tellIncluded } from './telling.ts'

/** The log of this installation, as its one writer holds it. */
export type Log = {
  /** Everything that is due: number, sign, publish, tell. Answers whether anything was. */
  step(): Promise<boolean>
}

export function openLog(world: World, edges: SequencerEdges & { db: Reader }): Log {
  const sequencer = createSequencer(edges)
  let isSound = false
  let running: Promise<unknown> = Promise.resolve()
  let waiting: Promise<boolean> | undefined
  const step = async () => {
    if (!isSound) await demandSoundLog(edges)
    isSound = true
    const { moved } = await sequencer.step()
    await tellIncluded(edges.db, world)
    return moved
  }
  return {
    // Whoever asks while one is running shares the next: it takes what all of them have committed.
    step: () => {
      waiting ??= running.then(() => {
        waiting = undefined
        const done = step()
        running = done.catch(() => {})
        return done
      })
      return waiting
    },
  }
}
