/** The other side of `callProtected`: takes one question, answers it, and is ended. */
import { isNotTaken } from './not-taken.ts'

process.once('message', async ({ task, given }: { task: string; given: unknown }) => {
  try {
    const { run } = (await import(task)) as { run: (given: unknown) => Promise<unknown> }
    process.send!(await run(given))
  } catch (error) {
    if (isNotTaken(error)) process.send!({ refused: { code: error.code, params: error.params } })
    else process.send!({ refused: { code: 'upload.broken' } })
  }
})
