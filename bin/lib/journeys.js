import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Trouble, tell } from './place.js'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** The path of a Chromium, and letters for Chinese: a page of empty boxes would prove nothing. */
export function ensureBrowser() {
  const given = process.env.CHROMIUM
  if (given && !existsSync(given)) throw new Trouble(`CHROMIUM names ${given}, which does not exist.`)
  const missing = [
    ...(given || findBrowser() ? [] : ['chromium']),
    ...(hasChineseLetters() ? [] : ['fonts-noto-cjk']),
  ]
  if (missing.length > 0) installPackages(missing)
  const browser = given || findBrowser()
  if (!browser) throw new Trouble('there is still no Chromium. Install one, or name it in CHROMIUM.')
  return browser
}

function findBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
}

/** Without fontconfig nobody can tell: macOS has them. */
function hasChineseLetters() {
  const { status, stdout } = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' })
  return process.platform !== 'linux' || (status === 0 && stdout.trim() !== '')
}

function installPackages(names) {
  const command = `apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`
  const mayInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
  if (!mayInstall) throw new Trouble(`the journeys need ${names.join(' and ')}. As root: ${command}`)
  tell(`Installing ${names.join(' and ')} …`)
  const { status } = spawnSync('sh', ['-c', command], {
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (status !== 0) throw new Trouble(`this failed, see above: ${command}`)
}
