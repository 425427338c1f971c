import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { BadNote } from '#transparency-log/note'
import { policyOfKey, readPolicy } from '#transparency-log/policy'
import { BadReceipt, judgeFile, openReceipt } from '#transparency-log/receipt'
import { BadProof, verifyProof } from '#transparency-log/tlog-proof'
import { type Command, UsageError } from './command.ts'

const OPTIONS = {
  receipt: { type: 'string' },
  proof: { type: 'string' },
  policy: { type: 'string' },
  key: { type: 'string' },
} as const

/** Offline, from what was saved: nothing is asked of the site that it speaks about. */
export const verifyCommand: Command = {
  usage: 'verify <file|address> --receipt FILE --proof FILE (--policy FILE | --key VKEY)',
  what: 'Checks a saved page or file against the public log, with the receipt and the proof that its page offers.',
  run: async (_, words) => {
    const { values, positionals } = parseArgs({ args: words, options: OPTIONS, allowPositionals: true })
    const { receipt, proof, policy, key } = values
    const [place, ...more] = positionals
    if (!place || more.length > 0 || !receipt || !proof || (!policy && !key))
      throw new UsageError(`mingtang ${verifyCommand.usage}`)
    const trusted = key ? policyOfKey(key) : readPolicy(await readText(policy!))
    try {
      const opened = openReceipt(await readText(receipt))
      const { index } = await verifyProof(await readText(proof), opened.leafBytes, trusted)
      console.log(
        `Entry ${index} of the log: ${opened.leaf.type}, revision ${opened.leaf.rev}, ${opened.leaf.at}.`,
      )
      if (!opened.manifest)
        console.log('What the entry commits to was erased, or is not public: only the entry is proven.')
      const verdicts = judgeFile(opened, await readPlace(place))
      for (const { part, verdict } of verdicts) console.log(`  ${part}: ${verdict}`)
      const isWrong = verdicts.some(({ verdict }) => verdict === 'changed' || verdict === 'foreign')
      const isRight = verdicts.some(({ verdict }) => verdict === 'same')
      console.log(isRight && !isWrong ? 'The file is what was entered.' : 'The file is NOT what was entered.')
      return isRight && !isWrong ? 0 : 2
    } catch (error) {
      if (error instanceof BadNote) return refuse(error.message, 3)
      if (error instanceof BadReceipt || error instanceof BadProof) return refuse(error.message, 2)
      throw error
    }
  },
}

function refuse(why: string, code: number): number {
  console.log(`Not proven: ${why}.`)
  return code
}

async function readText(path: string): Promise<string> {
  return (await readPlace(path)).toString('utf8')
}

async function readPlace(place: string): Promise<Buffer> {
  if (/^https?:\/\//.test(place)) {
    const answer = await fetch(place)
    if (!answer.ok) throw new UsageError(`${place} answers ${answer.status}.`)
    return Buffer.from(await answer.arrayBuffer())
  }
  return readFile(place).catch(() => {
    throw new UsageError(`${place} cannot be read.`)
  })
}
