import type { FileAddresses } from './file-addresses.ts'
import type { FileStore } from './file-store.ts'

/** Where files lie, and under which addresses readers reach them. */
export type Files = { store: FileStore; addresses: FileAddresses }
