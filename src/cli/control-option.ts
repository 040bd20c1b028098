/**
 * The contract of the options that control a loaded capture: CamFlow's own (`camflow --track-file PATH true`)
 * and, for each, today's form (`camflow track file PATH`). An option is one file under options/ and one line in
 * control-options.ts; help, manual page and shell completion follow from it.
 */
import type { Surroundings } from '../config/key.ts'
import type { ControlPlane } from '../policy/control-plane.ts'
import type { LabelRegistry } from './labels.ts'

/** Where an option writes. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** Standard output understands colours. */
  readonly isColoured: boolean
}

/** What an option works with. */
export interface OptionContext {
  /** Opens the loaded capture at the first call. @throws CF_PIN_MISSING when there is none. */
  readonly plane: () => ControlPlane
  readonly terminal: Terminal
  readonly surroundings: Surroundings
  readonly labels: LabelRegistry
  /** Print for programs. */
  readonly asJson: boolean
}

/** What the shell offers for an argument. */
export type Completion =
  | { readonly kind: 'files' | 'users' | 'groups' | 'processes' | 'nothing' }
  | { readonly kind: 'words'; readonly words: readonly string[] }

/** One argument. */
export interface Parameter {
  /** As the help shows it, without its angle brackets. */
  readonly label: string
  readonly completion: Completion
}

/** Today's form of an option: a sub-command. */
export interface SubCommand {
  /** The words that select it: `track file`. */
  readonly words: string
  readonly parameters: readonly Parameter[]
  /** Words after `--`, of which one may be given. */
  readonly flags?: readonly string[]
  /** One line for the list of commands. */
  readonly summary: string
  /** What stands behind the option for these parameters and this flag. @default the parameters */
  toArguments?(parameters: readonly string[], flag: string | undefined): readonly string[]
}

/** An option of CamFlow's command. */
export interface ControlOption {
  /** `-s`, `--track-file`; `undefined`: only today's form exists. */
  readonly name: string | undefined
  readonly parameters: readonly Parameter[]
  /** For the help: one line without a full stop. */
  readonly description: string
  /** CamFlow's help does not list it. @default false */
  readonly isUnlisted?: boolean
  /** Prints state, and takes `--json` in today's form. @default false */
  readonly printsState?: boolean
  /** Works without a loaded capture. @default false */
  readonly worksUnloaded?: boolean
  /** Exit code when the capture refuses. @default 1 */
  readonly refusalCode?: number
  readonly subCommands: readonly SubCommand[]
  /**
   * Does it. Surplus arguments are ignored.
   *
   * @param args at least as many as there are parameters.
   * @throws WrongWord, TypeError for an argument; CamflowError when the capture refuses.
   */
  run(context: OptionContext, args: readonly string[]): void
}

/** A word that the option does not know; CamFlow tells it on standard output. */
export class WrongWord extends TypeError {}
