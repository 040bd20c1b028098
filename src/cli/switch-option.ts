/** Options that turn one switch of the policy. */
import type { Policy } from '../kernel/policy.ts'
import type { ControlOption } from './control-option.ts'
import { parameter, readBoolean } from './parameters.ts'

type SwitchName = {
  [Name in keyof Policy]: Policy[Name] extends boolean ? Name : never
}[keyof Policy]

/** What tells one switch from the others. */
export interface SwitchOption {
  readonly name: string
  readonly policy: SwitchName
  readonly description: string
  /** The word behind `camflow set`. */
  readonly word: string
}

/** `camflow NAME true|false` and `camflow set WORD on|off`. */
export function switchOption({ name, policy, description, word }: SwitchOption): ControlOption {
  return {
    name,
    description,
    parameters: [parameter.boolean],
    subCommands: [
      {
        words: `set ${word}`,
        parameters: [parameter.onOff],
        summary: description,
        toArguments: ([text = '']) => [{ on: 'true', off: 'false' }[text] ?? text],
      },
    ],
    run({ plane }, [text = '']) {
      plane().changePolicy({ [policy]: readBoolean(text) })
    },
  }
}
