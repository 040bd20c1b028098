import { CamflowError } from '../../errors.ts'
import type { ControlPlane } from '../../policy/control-plane.ts'
import type { ControlOption, OptionContext } from '../control-option.ts'
import { packageVersion } from '../package-facts.ts'

const summary = 'show the versions of the capture and of the library'
/** Version of the record model that this package makes. */
const MODEL_VERSION = '0.9.0'

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
    const library = facts?.libraryVersion ?? packageVersion()
    const capture = facts?.captureVersion ?? MODEL_VERSION
    const commit = facts?.captureCommit
    const built = commit === undefined ? 'no capture is loaded' : `built from ${commit}`
    context.terminal.out(
      context.asJson
        ? `${JSON.stringify({ capture, commit, library })}\n`
        : `CamFlow v${capture}\n${built}\n\nlibprovenance v${library}\npackage camflow ${packageVersion()}\n\n`,
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
