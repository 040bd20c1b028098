/** Options that set and delete targets: what is captured because of who or where it belongs to. */
import type { Surroundings, ValueKind } from '../config/key.ts'
import { CamflowError } from '../errors.ts'
import type { TargetAction, TargetKey } from '../policy/target.ts'
import type { ControlOption, Parameter } from './control-option.ts'
import { parameter, readAction } from './parameters.ts'
import { red } from './red.ts'

/** What tells one option from the others. */
export interface TargetOption {
  readonly name: string
  readonly parameter: Parameter
  /** The words that may follow. */
  readonly action: Parameter
  readonly description: string
  /** Words of the sub-commands. */
  readonly words: readonly string[]
  /** Said on success, in red as CamFlow does. */
  readonly notice?: string
  /** @throws TypeError, CamflowError for what is not there. */
  readKey(text: string, surroundings: Surroundings): TargetKey
}

const actions: Readonly<Record<string, TargetAction | 'delete'>> = {
  track: { track: true },
  propagate: { track: true, propagate: true },
  record: { track: true, record: true },
  opaque: { opaque: true },
  delete: 'delete',
}

/** `camflow NAME TARGET ACTION` and `camflow track WORD TARGET [--ACTION]`. */
export function targetOption(option: TargetOption): ControlOption {
  const { name, description, notice } = option
  const { completion } = option.action
  const words = completion.kind === 'words' ? completion.words : []
  const allowed = Object.fromEntries(
    Object.entries(actions).filter(([word]) => words.includes(word)),
  )
  return {
    name,
    parameters: [option.parameter, option.action],
    description,
    subCommands: option.words.map((word) => ({
      words: `track ${word}`,
      parameters: [option.parameter],
      flags: words.filter((each) => each !== 'track'),
      summary: description,
      toArguments: ([target = ''], flag) => [target, flag ?? 'track'],
    })),
    run({ plane, terminal, surroundings }, [text = '', word = '']) {
      const action = readAction(allowed, word)
      const key = option.readKey(text, surroundings)
      if (action === 'delete') {
        if (!plane().deleteTarget(key)) throw new TypeError(`There is no such filter: ${text}`)
      } else plane().setTarget({ ...key, ...action })
      if (notice === undefined) return
      terminal.out(red(notice, terminal))
    },
  }
}

/** What the options for addresses share. */
export const rangeOption = {
  parameter: parameter.range,
  action: parameter.rangeAction,
  notice: 'Applies to new connections only.',
} as const

/**
 * An account as the configuration files have it: its name, or a number, which is what is printed of an
 * account that has lost its name.
 *
 * @throws CF_ACCOUNT_MISSING
 */
export function readAccount(
  kind: ValueKind<number>,
  text: string,
  surroundings: Surroundings,
): number {
  const reading = kind.read(text, surroundings)
  if ('value' in reading) return reading.value
  throw new CamflowError('CF_ACCOUNT_MISSING', text)
}
