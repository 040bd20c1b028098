/** The system calls that the tracepoint mode looks at, as bpf/hooks/syscall.h and descriptor.h say. */
import type { RelationTypeName } from '../../src/record/registry.ts'
import { functionsOf, preprocess } from './c-text.ts'
import { relationNames, relationsOf, sourceText } from './programs.ts'

/** One system call. */
export interface SystemCall {
  readonly name: string
  /** What it shows, each with the condition under which it does. */
  readonly shows: readonly {
    readonly relation: RelationTypeName
    readonly when: string | undefined
  }[]
}

/** Conditions of the source in words. */
const conditions: readonly (readonly [code: RegExp, words: string])[] = [
  [/AT_EMPTY_PATH/, 'AT_EMPTY_PATH'],
  [/F_SETLK/, 'locks'],
  [/F_DUPFD/, 'F_DUPFD, F_DUPFD_CLOEXEC'],
  [/MAP_ANONYMOUS/, 'of a file'],
  [/fd_created/, 'that makes the file'],
]

/** The table of `sys_exit`. @throws Error for a condition that has no words. */
export function systemCalls(): readonly SystemCall[] {
  const files = ['hooks/descriptor.h', 'hooks/syscall.h'].map(sourceText)
  const text = preprocess(files.join('\n'), new Set(['MODE_TRACEPOINT']))
  const table = new Map(functionsOf(text).map((each) => [each.name, each]))
  const body = text.slice(text.indexOf('switch (number)'))
  const groups = body.split(/\n\t\tbreak;/).filter((group) => group.includes('case '))
  return groups.flatMap((group) => {
    const names = [...group.matchAll(/case \d+:\s*\/\* (\w+) \*\//g)].map(([, name = '']) => name)
    const shows = showsOf(group.replaceAll(/case .*/g, ''), (called) => {
      const found = table.get(called)
      return found === undefined ? [] : relationsOf(found, table)
    })
    return names.map((name) => ({ name, shows }))
  })
}

function showsOf(
  group: string,
  relationsOfCall: (name: string) => readonly RelationTypeName[],
): SystemCall['shows'] {
  let when: string | undefined
  return group.split(';').flatMap((statement) => {
    const condition = /\bif \(([\s\S]*)\)\n/.exec(statement)?.[1]
    when = condition === undefined ? undefined : wordsFor(condition)
    const call = statement.slice(statement.lastIndexOf('\n'))
    const named = relationNames(call)
    const relations = named.length > 0 ? named : relationsOfCall(/(\w+)\(/.exec(call)?.[1] ?? '')
    return relations.map((relation) => ({ relation, when }))
  })
}

function wordsFor(condition: string): string {
  const found = conditions.find(([code]) => code.test(condition))
  if (found === undefined) throw new Error(`system-calls.ts has no words for: ${condition}`)
  return found[1]
}
