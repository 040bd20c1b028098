import { CamflowError } from '../../errors.ts'
import type { ControlPlane } from '../../policy/control-plane.ts'
import { captureVersion, libraryVersion } from '../../policy/version.ts'
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
    const library = facts?.libraryVersion ?? libraryVersion()
    const capture = facts?.captureVersion ?? captureVersion
    const commit = facts?.captureCommit
    const named = commit ? `built from ${commit}` : `in ${facts?.mode} mode`
    const built = facts === undefined ? 'no capture is loaded' : named
    context.terminal.out(
      context.asJson
        ? `${JSON.stringify({ capture, commit, library })}\n`
        : `CamFlow v${capture}\n${built}\n\nlibprovenance v${library}\npackage camflow ${libraryVersion()}\n\n`,
    )
  },
}

function loadedFacts({ plane }: OptionContext): ControlPlane['facts'] | undefined {
  try {
    return plane().facts
  } catch (error) {
    // The versions that are installed can be told without a capture.
    if (error instanceof CamflowError) return undefined
    throw error
  }
}
