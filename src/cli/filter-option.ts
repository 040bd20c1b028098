/** Options that add types to the filters and remove them. */
import {
  type FilterEffect,
  type FilteredFamily,
  relationFilters,
  vertexFilters,
} from '../config/filter-names.ts'
import type { Policy } from '../kernel/policy.ts'
import { relationByName, vertexByName } from '../record/registry.ts'
import type { ControlOption, Parameter, SubCommand } from './control-option.ts'
import { parameter, readRelationType, readVertexType } from './parameters.ts'

/** What tells one option from the others. */
export interface FilterOption {
  readonly name: string
  readonly types: 'node' | 'relation'
  readonly effect: FilterEffect
  readonly description: string
}

/** `camflow NAME TYPE true|false` and `camflow filter add|remove WORD TYPE`. */
export function filterOption({ name, types, effect, description }: FilterOption): ControlOption {
  const type = types === 'node' ? parameter.vertexType : parameter.relationType
  const word = effect === 'record' ? types : `${types}-propagation`
  return {
    name,
    parameters: [type, parameter.boolean],
    description,
    subCommands: [
      filterCommand('add', word, type, description),
      filterCommand('remove', word, type, `take back: ${description}`),
    ],
    run({ plane }, [text = '', flag = '']) {
      const [filter, bit] = types === 'node' ? vertexWord(effect, text) : relationWord(effect, text)
      const mask = 1n << BigInt(bit)
      const before = plane().policy[filter] as bigint
      plane().changePolicy({ [filter]: flag === 'true' ? before | mask : before & ~mask })
    },
  }
}

function filterCommand(
  verb: 'add' | 'remove',
  word: string,
  type: Parameter,
  summary: string,
): SubCommand {
  return {
    words: `filter ${verb} ${word}`,
    parameters: [type],
    summary,
    toArguments: ([text = '']) => [text, String(verb === 'add')],
  }
}

function vertexWord(effect: FilterEffect, text: string): readonly [keyof Policy, number] {
  return [vertexFilters[effect], vertexByName(readVertexType(text)).bit]
}

function relationWord(effect: FilterEffect, text: string): readonly [keyof Policy, number] {
  const { family, bit } = relationByName(readRelationType(text))
  return [relationFilters[effect][family.name as FilteredFamily], bit]
}
