/** `camflow --file` and `--process`: what the capture knows of one object. */
import type { ObjectState } from '../policy/control-plane.ts'
import { identifierText, vertexIdentifier, vertexTypeWord } from '../record/identifier.ts'
import type { LabelRegistry } from './labels.ts'

/** The lines for a file, ended by a line feed. */
export function fileText(state: ObjectState): string {
  return objectText('File', state, state.type, [`Version: ${state.version}`])
}

/** The lines for a process: CamFlow prints the number of the type, and no version. */
export function processText(state: ObjectState): string {
  return objectText('Process', state, String(vertexTypeWord(state.type)), [])
}

function objectText(
  what: string,
  state: ObjectState,
  type: string,
  version: readonly string[],
): string {
  const { isTracked, isOpaque, doesPropagate } = state
  return [
    `Identifier: ${identifierText(vertexIdentifier(state))}`,
    `Type: ${type}`,
    `ID: ${state.id}`,
    `Boot ID: ${state.bootId}`,
    `Machine ID: ${state.machineId}`,
    ...version,
    `Taint: ${state.taint.toString(16).toUpperCase()}`,
    '',
    `${what} is ${isTracked ? '' : 'not '}tracked.`,
    `${what} is ${isOpaque ? '' : 'not '}opaque.`,
    `${what} ${doesPropagate ? 'propagates' : 'is not propagating'} tracking.`,
    '',
  ].join('\n')
}

/** The same as one object for `JSON.stringify`; labels that have a text come by it. */
export function objectObject(state: ObjectState, labels: LabelRegistry): object {
  const { id, taint, ...rest } = state
  const texts = labels.all().filter(({ bit }) => ((taint >> BigInt(bit)) & 1n) === 1n)
  return {
    identifier: `cf:${identifierText(vertexIdentifier(state))}`,
    ...rest,
    id: String(id),
    taint: String(taint),
    labels: texts.map(({ text }) => text),
  }
}
