import type { Config } from '../config.ts'

/** One word of the command line. `run` answers with the exit code. */
export type Command = {
  usage: string
  what: string
  run(config: Config, words: string[]): Promise<number>
}

/** Something that the person at the terminal can mend: said in words, without a stack. */
export class UsageError extends Error {}
