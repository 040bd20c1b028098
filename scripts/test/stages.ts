import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { mountBpffs } from '../../src/kernel/filesystems.ts'
import { fetchKernel } from '../guest/fetch-kernel.ts'
import { kernelNames } from '../guest/kernels.ts'
import { projectRoot } from '../guest/project-root.ts'
import { commandStage } from './command-stage.ts'
import { currentNode, fetchCurrentNode } from './current-node.ts'
import { joinedStage } from './joined-stage.ts'
import { nodeStage } from './node-stage.ts'
import type { Stage } from './stage.ts'

const hostFolders = ['test/kernel/', 'test/e2e/']
/** Files of these that say how fast something is: nothing else runs beside them. */
const measured = ['test/kernel/capture-load.test.ts', 'test/kernel/latency.test.ts']
/** Most of what tests of the host do is to wait, for programs to load and for links to close. */
const hostConcurrency = 4
/** A guest waits, too: one more than processors here. */
const guestConcurrency = 3
const longestGuest = 'test/guest/package.test.ts'
/** Tests start programs and wait for them: more of them than processors have something to do. */
const unitConcurrency = 4
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
    nodeStage({
      name: 'unit',
      about: `on Node ${process.version}`,
      files: unit,
      concurrency: unitConcurrency,
    }),
    nodeStage({
      name: 'unit-current',
      about: `the same on Node ${currentNode}`,
      files: unit,
      concurrency: unitConcurrency,
      readsTypes: true,
      prepare: fetchCurrentNode,
    }),
    hostStage(files.filter(isHost)),
    guestStage(files.filter(isGuest)),
  ]
}

/** What is measured runs alone, the rest side by side: each capture has maps and pins of its own. */
function hostStage(files: readonly string[]): Stage {
  const isMeasured = (file: string) => measured.includes(file)
  const refusal = process.getuid?.() === 0 ? undefined : 'needs root'
  const about = 'capture on this kernel'
  // Before files run side by side: two of them would mount it twice, one over what the other has pinned.
  const prepare = () => {
    mountBpffs()
    return process.execPath
  }
  return joinedStage({
    ...{ name: 'host', about: `${about}, ${files.length} files` },
    parts: [
      nodeStage({
        ...{ name: 'host-measured', about, refusal, prepare },
        files: files.filter(isMeasured),
        concurrency: 1,
      }),
      nodeStage({
        ...{ name: 'host', about, refusal, prepare },
        files: files.filter((file) => !isMeasured(file)),
        concurrency: hostConcurrency,
      }),
    ],
  })
}

/** The longest guest begins with the first: node:test would begin it late, for its name, and wait for it alone. */
function guestStage(files: readonly string[]): Stage {
  const about = `capture on Debian's kernels ${kernelNames.join(', ')}`
  const part = (name: string, concurrency: number, mine: readonly string[]) =>
    nodeStage({
      ...{ name, about, concurrency, timeoutMs: 90 * 60_000, prepare: prepareGuests },
      files: mine,
    })
  return joinedStage({
    ...{ name: 'guest', about: `${about}, ${files.length} files`, isAtOnce: true },
    parts: [
      part(
        'guest-longest',
        1,
        files.filter((file) => file === longestGuest),
      ),
      part(
        'guest',
        guestConcurrency - 1,
        files.filter((file) => file !== longestGuest),
      ),
    ],
  })
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
