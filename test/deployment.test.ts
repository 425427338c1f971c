import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { describe, test } from 'node:test'
import { VARIABLES } from '#app/config'
import { projectRoot } from '#app/root'
import { isThere, readText } from './documents.ts'

const UNITS = globSync('deploy/systemd/*.service', { cwd: projectRoot })
const COMMANDS = [...readText('src/cli.ts').matchAll(/^ {2}([a-z]+): \w+Command,$/gm)].map(
  (match) => match[1]!,
)
const KNOWN = new Set<string>([...VARIABLES.map(({ name }) => name), 'NODE_ENV'])

describe('what is delivered for installations', () => {
  test('every unit runs a command that there is, without rights, on what it may write', () => {
    assert.ok(UNITS.length >= 5)
    for (const path of UNITS) {
      const text = readText(path)
      const [, command = ''] = /^ExecStart=\S+ bin\/mingtang\.js (\w+)/m.exec(text) ?? []
      assert.ok(COMMANDS.includes(command), `${path}: ${command}`)
      for (const line of [
        'User=mingtang',
        'NoNewPrivileges=true',
        'ProtectSystem=strict',
        'CapabilityBoundingSet=',
      ])
        assert.ok(text.split('\n').includes(line), `${path} lacks ${line}`)
      const isService = !/^Type=oneshot$/m.test(text)
      assert.equal(/^KillMode=mixed$/m.test(text), isService, path)
      assert.equal(/^\[Install\]$/m.test(text), isService, path)
    }
  })

  test('every timer has its service', () => {
    for (const path of globSync('deploy/systemd/*.timer', { cwd: projectRoot }))
      assert.ok(isThere(path.replace(/timer$/, 'service')), path)
  })

  test('every variable they set is one that the program reads', () => {
    const environment = readText('deploy/systemd/environment.example')
    const set = [
      ...[...environment.matchAll(/^#?([A-Z_]+)=/gm)].map((match) => match[1]!),
      ...UNITS.flatMap((path) =>
        [...readText(path).matchAll(/^Environment=(.+)$/gm)].flatMap(([, line]) =>
          [...line!.matchAll(/([A-Z_]+)=/g)].map((match) => match[1]!),
        ),
      ),
      ...[...readText('Dockerfile').matchAll(/^ENV (.+)$/gm)].flatMap(([, line]) =>
        [...line!.matchAll(/([A-Z_]+)=/g)].map((match) => match[1]!),
      ),
    ]
    assert.ok(set.length > 10)
    assert.deepEqual(
      set.filter((name) => !KNOWN.has(name)),
      [],
    )
  })

  test('the image takes what is there, and compose runs commands that there are', () => {
    const copied = [...readText('Dockerfile').matchAll(/^COPY --from=build \/opt\/mingtang\/(\S+)/gm)].map(
      (match) => match[1]!,
    )
    for (const path of copied.filter((name) => !['node_modules', 'dist'].includes(name)))
      assert.ok(isThere(path), path)
    const commands = [...readText('compose.yaml').matchAll(/^ {4}command: \[(\w+)\]$/gm)].map(
      (match) => match[1]!,
    )
    assert.deepEqual(commands.toSorted(), ['seed', 'web', 'worker'])
    for (const command of commands) assert.ok(COMMANDS.includes(command), command)
    const mounted = [...readText('compose.yaml').matchAll(/- \.\/([^:\s]+):/g)].map((match) => match[1]!)
    for (const path of mounted) assert.ok(isThere(path), path)
  })
})
