import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Act, View } from './act.ts'
import type { Reader } from './database.ts'
import type { Files } from './files/files.ts'
import type { House } from './house.ts'
import type { Vault } from './vault.ts'

/** What a page needs beside its own call: reading, writing, and what the modules contribute. */
export type Tools = {
  db: Reader
  house: House
  vault: Vault
  files: Files
  publicUrl: string
  /** Whether mail leaves this machine; without a server it stays in the outbox. */
  sendsMail: boolean
  /** Writes: one transaction, by the actor of this call. */
  perform<T>(call: FastifyRequest, command: (act: Act) => Promise<T>): Promise<T>
  /** Reads of protected tables, in the actor's scope. */
  look<T>(call: FastifyRequest, query: (view: View) => Promise<T>): Promise<T>
  /** Reads of what anyone may read. */
  view(call: FastifyRequest): View
}

/** Routes of one module on one surface: read input, call a command or a query, give a page. */
export type Surface = (pages: FastifyInstance, tools: Tools) => void
