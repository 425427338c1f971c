import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'

/** Whoever makes markup from a string is named here, and only these: add a file after asking what it lets through. */
const CALLERS = [
  'src/modules/foundation/publications/pages/desk-review.tsx',
  'src/modules/foundation/publications/pages/portal-text.tsx',
  'src/ui/document.tsx',
  'src/ui/specimens-of-acts.tsx',
  'src/ui/specimens-of-pages.tsx',
]

describe('rich text', () => {
  it('becomes markup in one place of the design system; data for programs in one other', () => {
    const makers = sources('src').filter((path) =>
      readFileSync(path, 'utf8').includes('dangerouslySetInnerHTML'),
    )
    assert.deepEqual(makers, ['src/ui/linked-data.tsx', 'src/ui/rich-text.tsx'])
  })

  it('is asked for by the listed files only', () => {
    const callers = sources('src').filter((path) => /<RichText[\s/>]/.test(readFileSync(path, 'utf8')))
    assert.deepEqual(callers, CALLERS)
  })
})

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .sort()
}
