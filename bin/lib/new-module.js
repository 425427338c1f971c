import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { ROOT, tell } from './place.js'

const WINGS = [
  'foundation',
  'openness',
  'key-areas',
  'explanation',
  'participation',
  'data',
  'reach',
  'capacity',
  'collectors',
]

/** A module is a folder, a migration and one line in src/modules.ts. If it needs a fourth place, the architecture has a leak. */
export function newModule([name], root = ROOT, now = new Date()) {
  const [, wing, short] = /^([a-z-]+)\/([a-z]+(?:-[a-z]+)*)$/.exec(name ?? '') ?? []
  if (!wing || !WINGS.includes(wing)) {
    tell(`Usage: bin/new-module <wing>/<name>, for example openness/meetings. Wings: ${WINGS.join(', ')}`)
    return 2
  }
  const folder = `${root}/src/modules/${wing}/${short}`
  if (existsSync(folder)) {
    tell(`src/modules/${wing}/${short} exists already.`)
    return 1
  }
  const variable = short.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())
  mkdirSync(folder, { recursive: true })
  for (const [file, text] of Object.entries(files({ wing, short, variable })))
    writeFileSync(`${folder}/${file}`, text)
  const migration = `${stamp(now)}_${short}_first.sql`
  const schema = short.replaceAll('-', '_')
  writeFileSync(
    `${root}/migrations/${migration}`,
    `create schema ${schema};\ngrant usage on schema ${schema} to :app;\n`,
  )
  register(`${root}/src/modules.ts`, { wing, short, variable })
  tell(`src/modules/${wing}/${short}\nmigrations/${migration}\nsrc/modules.ts`)
  return 0
}

function files({ wing, short, variable }) {
  return {
    'README.md': `# ${short}\n\nPurpose, legal basis, states, words: the domain in twenty lines.\n`,
    'index.ts': [
      `import { defineModule } from '#platform/module'`,
      `import { messages } from './messages.ts'`,
      '',
      `export const ${variable} = defineModule({ name: '${wing}/${short}', uses: [], messages })`,
      '',
    ].join('\n'),
    'messages.ts': [
      `import { defineMessages } from '#kernel/messages'`,
      '',
      'export const messages = defineMessages({}, {})',
      '',
    ].join('\n'),
  }
}

function register(path, { wing, short, variable }) {
  const text = readFileSync(path, 'utf8')
  const imported = text.replace(
    /(?=import type \{ Manifest \})/,
    `import { ${variable} } from '#modules/${wing}/${short}'\n`,
  )
  writeFileSync(
    path,
    imported.replace(/(MODULES: readonly Manifest\[\] = \[)([^\]]*)\]/, (_, head, list) => {
      const names = list
        .split(',')
        .map((each) => each.trim())
        .filter(Boolean)
      return `${head}\n${[...names, variable].map((each) => `  ${each},\n`).join('')}]`
    }),
  )
}

function stamp(now) {
  return now.toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-')
}
