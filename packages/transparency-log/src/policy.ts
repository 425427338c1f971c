import { type Checkpoint, readCheckpoint } from './checkpoint.ts'
import {
  BadKey,
  BadNote,
  type NoteKey,
  type Opened,
  openNote,
  readVkey,
  type VerifyOther,
  writeVkey,
} from './note.ts'

/** Whom a verifier trusts: c2sp.org/tlog-policy. */
export type Policy = {
  logs: readonly { key: NoteKey; url?: string }[]
  witnesses: readonly { name: string; key: NoteKey; url?: string }[]
  groups: readonly { name: string; threshold: number; members: readonly string[] }[]
  /** The name of a witness or group, or `none`. */
  quorum: string
}

export class BadPolicy extends Error {
  override name = 'BadPolicy'
}

type Draft = {
  logs: { key: NoteKey; url?: string }[]
  witnesses: { name: string; key: NoteKey; url?: string }[]
  groups: { name: string; threshold: number; members: string[] }[]
  quorum?: string
  /** Each name, and whether a group has it already: a witness counts in one way only. */
  defined: Map<string, 'free' | 'member'>
}

export function readPolicy(text: string): Policy {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that a policy may not hold
  if (/[\x00-\x08\x0b-\x1f\x7f]/.test(text)) throw new BadPolicy('a control character')
  const draft: Draft = { logs: [], witnesses: [], groups: [], defined: new Map() }
  for (const [at, line] of text.split('\n').entries()) readLine(draft, line, at + 1)
  const { logs, witnesses, groups, quorum } = draft
  if (quorum === undefined) throw new BadPolicy('no quorum line')
  return { logs, witnesses, groups, quorum }
}

export function writePolicy({ logs, witnesses, groups, quorum }: Policy): string {
  const lines = [
    ...logs.map(({ key, url }) => ['log', writeVkey(key), url]),
    ...witnesses.map(({ name, key, url }) => ['witness', name, writeVkey(key), url]),
    ...groups.map(({ name, threshold, members }) => ['group', name, threshold, ...members]),
    ['quorum', quorum],
  ]
  return lines.map((words) => `${words.filter((word) => word !== undefined).join(' ')}\n`).join('')
}

/** Trusts one log, and asks for no witness. */
export function policyOfKey(vkey: string): Policy {
  return { logs: [{ key: readVkey(vkey) }], witnesses: [], groups: [], quorum: 'none' }
}

/** Whether these names of witnesses are enough. */
export function isQuorum({ witnesses, groups, quorum }: Policy, cosigned: ReadonlySet<string>): boolean {
  if (quorum === 'none') return true
  const isWitnessing = (name: string): boolean => {
    const group = groups.find((each) => each.name === name)
    if (group) return group.members.filter(isWitnessing).length >= group.threshold
    return witnesses.some((each) => each.name === name) && cosigned.has(name)
  }
  return isWitnessing(quorum)
}

export type OpenedCheckpoint = Opened & {
  checkpoint: Checkpoint
  /** The names of the policy, with the time that each cosignature states. */
  witnessed: { name: string; time: number }[]
}

/** Opens a checkpoint that one of the logs signed and enough witnesses cosigned; throws `BadNote` otherwise. */
export async function openCheckpoint(
  note: string | Uint8Array,
  policy: Policy,
  verifyOther?: VerifyOther,
): Promise<OpenedCheckpoint> {
  const { logs, witnesses } = policy
  const opened = await openNote(
    note,
    [...logs, ...witnesses].map(({ key }) => key),
    verifyOther,
  )
  const checkpoint = readCheckpoint(opened.text)
  const isByLog = opened.signatures.some(
    ({ key }) => key.name === checkpoint.origin && logs.some((log) => log.key === key),
  )
  if (!isByLog) throw new BadNote('unsigned', `no key of the policy signed for ${checkpoint.origin}`)
  const witnessed = opened.signatures.flatMap(({ key, time = 0 }) =>
    witnesses.filter((each) => each.key === key).map(({ name }) => ({ name, time })),
  )
  if (!isQuorum(policy, new Set(witnessed.map(({ name }) => name))))
    throw new BadNote('quorum', `${witnessed.length} of the witnesses are not the quorum`)
  return { ...opened, checkpoint, witnessed }
}

const LOG_TYPES: readonly number[] = [0x01, 0x06, 0xff]
const COSIGNER_TYPES: readonly number[] = [0x04, 0x06]

function readLine(draft: Draft, line: string, at: number): void {
  const words = line.split(/[ \t]+/).filter((word) => word !== '')
  const [what, ...rest] = words
  if (what === undefined || what.startsWith('#')) return
  const refuse = (why: string): never => {
    throw new BadPolicy(`line ${at}: ${why}`)
  }
  if (what === 'log') readLog(draft, rest, refuse)
  else if (what === 'witness') readWitness(draft, rest, refuse)
  else if (what === 'group') readGroup(draft, rest, refuse)
  else if (what === 'quorum') readQuorum(draft, rest, refuse)
  else refuse(`“${what}” is not a word of policies`)
}

type Refuse = (why: string) => never

function readLog(draft: Draft, [vkey, url, ...more]: string[], refuse: Refuse): void {
  const key = readKey(vkey, more, LOG_TYPES, refuse)
  if (draft.logs.some((each) => isSameKey(each.key, key))) refuse('the same log twice')
  draft.logs.push({ key, ...(url === undefined ? {} : { url }) })
}

function readWitness(draft: Draft, [name = '', vkey, url, ...more]: string[], refuse: Refuse): void {
  define(draft, name, refuse)
  const key = readKey(vkey, more, COSIGNER_TYPES, refuse)
  if (draft.witnesses.some((each) => isSameKey(each.key, key))) refuse('the same witness twice')
  draft.witnesses.push({ name, key, ...(url === undefined ? {} : { url }) })
}

function readGroup(draft: Draft, [name = '', count = '', ...members]: string[], refuse: Refuse): void {
  for (const member of members) {
    const state = draft.defined.get(member)
    if (state !== 'free')
      refuse(state ? `“${member}” is a member already` : `“${member}” is not defined above`)
    draft.defined.set(member, 'member')
  }
  define(draft, name, refuse)
  const threshold = count === 'all' ? members.length : count === 'any' ? 1 : readCount(count)
  if (members.length === 0 || !(threshold >= 1 && threshold <= members.length))
    refuse('a group counts from one to all of its members')
  draft.groups.push({ name, threshold, members })
}

function readQuorum(draft: Draft, [name = '', ...more]: string[], refuse: Refuse): void {
  if (draft.quorum !== undefined) refuse('a second quorum')
  if (more.length > 0) refuse('one name')
  if (name !== 'none' && !draft.defined.has(name)) refuse(`“${name}” is not defined above`)
  draft.quorum = name
}

function define(draft: Draft, name: string, refuse: Refuse): void {
  if (name === '' || name === 'none' || draft.defined.has(name)) refuse(`“${name}” cannot be a new name`)
  draft.defined.set(name, 'free')
}

function readKey(vkey = '', more: string[], types: readonly number[], refuse: Refuse): NoteKey {
  if (more.length > 0) refuse('too many words')
  try {
    const key = readVkey(vkey)
    return types.includes(key.type) ? key : refuse('a key of a type that does not belong here')
  } catch (error) {
    if (error instanceof BadKey) return refuse(error.message)
    throw error
  }
}

function readCount(text: string): number {
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : Number.NaN
}

/** Of the same type: bytes that two algorithms share are not the same key. */
function isSameKey(one: NoteKey, other: NoteKey): boolean {
  return writeVkey({ ...one, name: '', id: '' }) === writeVkey({ ...other, name: '', id: '' })
}
