import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { filesListener } from '#platform/files/files-server'
import type { TestHouse } from './house.ts'
import { FILES_ORIGIN } from './house.ts'

export type FileVisitor = {
  /** Fetches from the second origin, over a real socket, by an address as pages print it. */
  fetch(address: string, init?: RequestInit): Promise<Response>
  leave(): Promise<void>
}

/** Opens the origin of user files of this house. */
export async function fileVisitor(house: TestHouse): Promise<FileVisitor> {
  const server = createServer(filesListener(house.world))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    fetch: (address, init) => fetch(address.replace(FILES_ORIGIN, own), init),
    leave: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
