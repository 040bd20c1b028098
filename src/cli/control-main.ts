/** Wires the options that control a capture to the loaded programs and to this terminal. */
import { thisMachine } from '../config/files.ts'
import type { ControlPlane } from '../policy/control-plane.ts'
import { openPlaneToLook } from '../policy/shown-plane.ts'
import type { ControlContext } from './control-run.ts'
import { runOption, runSubCommand } from './control-run.ts'
import { openLabels } from './labels.ts'
import { pinDirectory } from './pin-directory.ts'

/** Runs a command line that begins with an option, or with a word of the table of options. */
export function runControl(args: readonly string[]): number {
  let opened: ControlPlane | undefined
  const context: ControlContext = {
    plane: () => {
      const plane = opened ?? openPlaneToLook(pinDirectory())
      opened = plane
      return plane
    },
    terminal: {
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
      isColoured: process.stdout.isTTY === true,
    },
    surroundings: thisMachine,
    labels: openLabels(),
  }
  try {
    const isOption = args[0]?.startsWith('-') ?? true
    return isOption ? runOption(args, context) : runSubCommand(args, context)
  } finally {
    opened?.close()
  }
}
