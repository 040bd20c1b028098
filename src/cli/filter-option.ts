/** Options that add types to the filters and remove them. */
import { addFilters, type FilterEffect, removeFilters } from '../config/filter-names.ts'
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
      const named =
        types === 'node'
          ? { vertices: [readVertexType(text)] }
          : { relations: [readRelationType(text)] }
      const change = flag === 'true' ? addFilters : removeFilters
      plane().changePolicy(change(plane().policy, effect, named))
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
