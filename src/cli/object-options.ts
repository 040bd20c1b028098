/** Options that show or flag one object: a file by its path, a process by its number. */
import type { ControlPlane, ObjectChange, ObjectState } from '../policy/control-plane.ts'
import { trackingWords } from '../policy/control-plane.ts'
import { saveFailureText } from '../policy/flag-persistence.ts'
import type { ControlOption, OptionContext, Parameter } from './control-option.ts'
import { objectObject } from './object-text.ts'
import { parameter, readAction, readPid, readTaint } from './parameters.ts'

/** A kind of object. */
export interface ObjectKind {
  /** `file` or `process`: part of the options' names. */
  readonly word: string
  readonly parameter: Parameter
  read(plane: ControlPlane, text: string): ObjectState
  change(plane: ControlPlane, text: string, change: ObjectChange): ObjectState | undefined
}

/** Files, by path. */
export const files: ObjectKind = {
  word: 'file',
  parameter: parameter.file,
  read: (plane, path) => plane.file(path),
  change: (plane, path, change) => plane.changeFile(path, change),
}

/** Processes, by their number in this pid namespace. */
export const processes: ObjectKind = {
  word: 'process',
  parameter: parameter.process,
  read: (plane, pid) => plane.process(readPid(pid)),
  change: (plane, pid, change) => plane.changeProcess(readPid(pid), change),
}

/** `camflow --file PATH` and `camflow show file PATH`. @param text how CamFlow prints it. */
export function showOption(kind: ObjectKind, text: (state: ObjectState) => string): ControlOption {
  return {
    name: `--${kind.word}`,
    parameters: [kind.parameter],
    description: `show what is known of a ${kind.word}`,
    printsState: true,
    refusalCode: 255,
    subCommands: [
      {
        words: `show ${kind.word}`,
        parameters: [kind.parameter],
        summary: `show what is known of a ${kind.word}`,
      },
    ],
    run({ plane, terminal, labels, asJson }, [object = '']) {
      const state = kind.read(plane(), object)
      terminal.out(asJson ? `${JSON.stringify(objectObject(state, labels))}\n` : text(state))
    },
  }
}

/** `camflow --track-file PATH propagate` and `camflow track file PATH --propagate`. */
export function trackOption(kind: ObjectKind): ControlOption {
  const description = `track a ${kind.word}; propagate: and all that its information reaches`
  return {
    name: `--track-${kind.word}`,
    parameters: [kind.parameter, parameter.tracking],
    description,
    subCommands: [
      {
        words: `track ${kind.word}`,
        parameters: [kind.parameter],
        flags: ['propagate', 'off'],
        summary: description,
        toArguments: ([object = ''], flag) => [
          object,
          flag === undefined ? 'true' : flag === 'off' ? 'false' : flag,
        ],
      },
    ],
    run(context, [object = '', word = '']) {
      changeObject(kind, context, object, readAction(trackingWords, word))
    },
  }
}

/** `camflow --opaque-file PATH true` and `camflow opaque file PATH`. Any word but `true` is false. */
export function opaqueOption(kind: ObjectKind): ControlOption {
  const description = `never capture a ${kind.word}`
  return {
    name: `--opaque-${kind.word}`,
    parameters: [kind.parameter, parameter.boolean],
    description,
    subCommands: [
      {
        words: `opaque ${kind.word}`,
        parameters: [kind.parameter],
        flags: ['off'],
        summary: description,
        toArguments: ([object = ''], flag) => [object, String(flag === undefined)],
      },
    ],
    run(context, [object = '', word = '']) {
      changeObject(kind, context, object, { opaque: word === 'true' })
    },
  }
}

/** `camflow --taint-file PATH 5` and `camflow taint file PATH 5`. */
export function taintOption(kind: ObjectKind): ControlOption {
  return markOption(kind, 'taint', parameter.taintBit, 'put a taint bit on', (_, text) =>
    readTaint(text),
  )
}

/** `camflow --label-file PATH TEXT` and `camflow label file PATH TEXT`: a taint bit that has a name. */
export function labelOption(kind: ObjectKind): ControlOption {
  return markOption(kind, 'label', parameter.label, 'put a label on', ({ labels }, text) => {
    if (text.trim() === '') throw new TypeError('A label is a text that is not empty.')
    return 1n << BigInt(labels.bitOf(text))
  })
}

function markOption(
  kind: ObjectKind,
  verb: string,
  mark: Parameter,
  phrase: string,
  taintOf: (context: OptionContext, text: string) => bigint,
): ControlOption {
  const description = `${phrase} a ${kind.word}, and on all that its information reaches`
  return {
    name: `--${verb}-${kind.word}`,
    parameters: [kind.parameter, mark],
    description,
    subCommands: [
      {
        words: `${verb} ${kind.word}`,
        parameters: [kind.parameter, mark],
        summary: description,
      },
    ],
    run(context, [object = '', text = '']) {
      changeObject(kind, context, object, { taint: taintOf(context, text) })
    },
  }
}

/** The change is in force all the same when a file cannot keep it. */
function changeObject(
  kind: ObjectKind,
  { plane, terminal }: OptionContext,
  object: string,
  change: ObjectChange,
): void {
  const cause = kind.change(plane(), object, change)?.unsaved
  if (cause === undefined) return
  terminal.err(`camflow: the flags of ${object} are not saved with it: ${saveFailureText(cause)}\n`)
}
