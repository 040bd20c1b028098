import { CamflowError } from '../../errors.ts'
import type { ControlPlane } from '../../policy/control-plane.ts'
import {
  captureVersion,
  commitAddress,
  libraryCommit,
  libraryVersion,
} from '../../policy/version.ts'
import type { ControlOption, OptionContext } from '../control-option.ts'

const summary = 'show the versions of the capture and of the library'

/** `-v`: six lines, of which the third and the sixth are empty. */
export const version: ControlOption = {
  name: '-v',
  parameters: [],
  description: summary,
  printsState: true,
  worksUnloaded: true,
  subCommands: [{ words: 'version', parameters: [], summary }],
  run(context) {
    const facts = loadedFacts(context)
    const capture = facts?.captureVersion ?? captureVersion
    const commit = facts?.captureCommit ?? libraryCommit()
    const library = facts?.libraryVersion ?? libraryVersion()
    const ownCommit = facts?.libraryCommit ?? libraryCommit()
    context.terminal.out(
      context.asJson
        ? `${JSON.stringify({ capture, commit, library, libraryCommit: ownCommit, mode: facts?.mode })}\n`
        : `CamFlow v${capture}\n${commitAddress(commit)}\n\nlibprovenance v${library}\n${commitAddress(ownCommit)}\n\n`,
    )
  },
}

function loadedFacts({ plane }: OptionContext): ControlPlane['facts'] | undefined {
  try {
    return plane().facts
  } catch (error) {
    // Without a capture: what is installed, which is what would be loaded.
    if (error instanceof CamflowError) return undefined
    throw error
  }
}
