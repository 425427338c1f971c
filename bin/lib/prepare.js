import { build, isBuilt } from './build.js'
import { findNode, install, isInstalled } from './install.js'
import { inTurn } from './turn.js'

/** From a fresh clone to something that runs: packages, Node, build. Returns the path of the Node to run it with. */
export async function prepare() {
  if (isInstalled() && isBuilt()) return findNode()
  return inTurn(() => {
    if (!isInstalled()) install()
    const node = findNode()
    if (!isBuilt()) build(node)
    return node
  })
}

/** For running from source: packages and Node only. */
export async function prepareSources() {
  if (!isInstalled()) await inTurn(() => isInstalled() || install())
  return findNode()
}
