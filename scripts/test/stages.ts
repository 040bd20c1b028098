import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fetchKernel } from '../guest/fetch-kernel.ts'
import { kernelNames } from '../guest/kernels.ts'
import { projectRoot } from '../guest/project-root.ts'
import { commandStage } from './command-stage.ts'
import { currentNode, fetchCurrentNode } from './current-node.ts'
import { nodeStage } from './node-stage.ts'
import type { Stage } from './stage.ts'

const hostFolders = ['test/kernel/', 'test/e2e/', 'test/broker/']
const guestFolder = 'test/guest/'

/** Every stage of the check, in the order in which they run. */
export function allStages(): readonly Stage[] {
  const files = testFiles()
  const isHost = (file: string) => hostFolders.some((folder) => file.startsWith(folder))
  const isGuest = (file: string) => file.startsWith(guestFolder)
  const unit = files.filter((file) => !isHost(file) && !isGuest(file))
  const script = (file: string) => [process.execPath, '--import', 'tsx', `scripts/${file}`]
  return [
    commandStage('build', 'generated files, programs for the kernel, types', [
      { name: 'build', command: ['npm', 'run', '--silent', 'build'] },
    ]),
    commandStage('check', 'form of the code, generated files up to date', [
      { name: 'lint', command: ['node_modules/.bin/biome', 'check', '.'] },
      { name: 'C form', command: ['clang-format', '--dry-run', '--Werror', ...sourcesInC()] },
      { name: 'generated', command: script('check-generated.ts') },
    ]),
    nodeStage({ name: 'unit', about: `on Node ${process.version}`, files: unit }),
    nodeStage({
      name: 'unit-current',
      about: `the same on Node ${currentNode}`,
      files: unit,
      readsTypes: true,
      prepare: fetchCurrentNode,
    }),
    nodeStage({
      name: 'host',
      about: 'capture on this kernel',
      files: files.filter(isHost),
      concurrency: 1,
      refusal: process.getuid?.() === 0 ? undefined : 'needs root',
    }),
    nodeStage({
      name: 'guest',
      about: `capture on Debian's kernels ${kernelNames.join(', ')}`,
      files: files.filter(isGuest),
      timeoutMs: 60 * 60_000,
      prepare: prepareGuests,
    }),
  ]
}

/** Every test file of the checkout, relative to it. */
function testFiles(): readonly string[] {
  return filesBelow(['src', 'scripts', 'test', 'bench', 'examples'], /\.test\.ts$/)
}

function sourcesInC(): readonly string[] {
  return filesBelow(['bpf'], /\.[ch]$/).filter((file) => !/\.gen\.|vmlinux\//.test(file))
}

function filesBelow(folders: readonly string[], pattern: RegExp): readonly string[] {
  return folders
    .filter((folder) => existsSync(join(projectRoot, folder)))
    .flatMap((folder) =>
      readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => pattern.test(file))
        .map((file) => `${folder}/${file}`),
    )
    .sort()
}

/** Fetches every kernel before guests run side by side. */
function prepareGuests(): string {
  for (const name of kernelNames) fetchKernel(name)
  return process.execPath
}
