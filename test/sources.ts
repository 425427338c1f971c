import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type BuildOptions, build, type OnResolveArgs, type PluginBuild } from 'esbuild'
import { projectRoot } from '#app/root'

/** A source file as the rules about the whole see it: where it stands, what it imports, how long it is. */
export type Source = { path: string; text: string; imports: string[] }

/** Imports come from the bundler's own reading, so `import '…'` and dynamic ones count too. */
export async function readSources(folder = 'src'): Promise<Source[]> {
  const paths = filesIn(join(projectRoot, folder)).filter((path) => /\.tsx?$/.test(path))
  const imports = await importsOf(paths)
  return paths.map((path) => ({
    path: relative(projectRoot, path),
    text: readFileSync(path, 'utf8'),
    imports: imports.get(relative(projectRoot, path)) ?? [],
  }))
}

/** For one text that stands nowhere: the rules prove on it that they bite. */
export async function readSource(path: string, text: string): Promise<Source> {
  const { metafile } = await build({
    stdin: { contents: text, sourcefile: path, loader: 'tsx', resolveDir: join(projectRoot, dirname(path)) },
    ...READING,
  })
  return {
    path,
    text,
    imports: Object.values(metafile.inputs).flatMap((input) => input.imports.map((each) => each.path)),
  }
}

const READING: BuildOptions & { metafile: true } = {
  bundle: true,
  write: false,
  metafile: true,
  logLevel: 'silent',
  platform: 'node',
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  plugins: [{ name: 'leave-imports', setup: (own: PluginBuild) => own.onResolve({ filter: /.*/ }, leave) }],
}

function leave({ path, kind }: OnResolveArgs) {
  return kind === 'entry-point' ? undefined : { path, external: true }
}

async function importsOf(paths: readonly string[]): Promise<Map<string, string[]>> {
  const { metafile } = await build({
    entryPoints: [...paths],
    outdir: 'unused',
    absWorkingDir: projectRoot,
    ...READING,
  })
  // Types leave no trace in a bundle, but a layer that names another's types leans on it all the same.
  return new Map(
    Object.entries(metafile.inputs).map(([path, { imports }]) => {
      const text = readFileSync(join(projectRoot, path), 'utf8')
      const types = [...text.matchAll(/import\s+type\s[^'"]*?from\s+['"]([^'"]+)['"]/g)].map(
        (match) => match[1]!,
      )
      return [path, [...new Set([...imports.map((each) => each.path), ...types])]]
    }),
  )
}

export function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
