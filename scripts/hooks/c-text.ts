/** As much of a C preprocessor and parser as the sources in bpf/ need, in their own form. */

/** A function or a macro that behaves like one. */
export interface CFunction {
  readonly name: string
  readonly body: string
  /** Text between the end of what stands before and the body: section, result, parameters. */
  readonly head: string
}

/**
 * Keeps what one capture mode compiles.
 *
 * @param defined the macros that are defined, `MODE_LSM` for example; all others are not.
 */
export function preprocess(text: string, defined: ReadonlySet<string>): string {
  // Of each open condition: whether this branch is kept, and whether one was kept so far.
  const open: { isKept: boolean; wasKept: boolean }[] = []
  const enter = (isKept: boolean, wasKept: boolean) => open.push({ isKept, wasKept })
  const kept = text.split('\n').filter((line) => {
    const condition = /^#\s*if(n?)def (\w+)|^#\s*(?:el)?if defined\((\w+)\)/.exec(line)
    const before = /^#\s*(?:el|endif)/.test(line) ? open.pop() : undefined
    const wasKept = before?.wasKept ?? false
    if (condition !== null) {
      const isDefined = defined.has(condition[2] ?? condition[3] ?? '')
      // A guard against including twice is never defined yet.
      const isKept = !wasKept && (condition[1] === 'n' ? !isDefined : isDefined)
      enter(isKept, wasKept || isKept)
      return false
    }
    if (/^#\s*else/.test(line)) enter(!wasKept, true)
    return before === undefined && open.every(({ isKept }) => isKept)
  })
  return kept.join('\n')
}

/** Without comments; lines keep their numbers. */
export function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
}

/** Every function, and every macro that takes arguments, in the order of the text. */
export function functionsOf(text: string): readonly CFunction[] {
  const code = withoutComments(text)
  return [...macrosOf(code), ...definitionsOf(code)]
}

function macrosOf(code: string): readonly CFunction[] {
  const pattern = /^#define (\w+)\(.*(?:\\\n.*)*/gm
  return [...code.matchAll(pattern)].map(([whole, name = '']) => ({ name, head: '', body: whole }))
}

/** Definitions begin at the margin and end with a brace at the margin. */
function definitionsOf(code: string): readonly CFunction[] {
  const plain = code.replaceAll(/^#define .*(?:\\\n.*)*/gm, '')
  const pattern = /^((?:[A-Za-z_][^\n;{}]*\n(?:[ \t]+[^\n;{}]*\n)*)+)\{\n([\s\S]*?)^\}/gm
  return [...plain.matchAll(pattern)].map(([, head = '', body = '']) => ({
    name: nameOf(head),
    head,
    body,
  }))
}

function nameOf(head: string): string {
  const program = /_PROG(?:_IN\(\w+, |\()(\w+)/.exec(head)?.[1]
  if (program !== undefined) return program
  const names = [...head.matchAll(/(\w+)\(/g)].map(([, name = '']) => name)
  return names.filter((name) => name !== 'SEC').at(-1) ?? ''
}

/** Object-like macros that stand for a section: `SETATTR`. */
export function sectionMacros(code: string): ReadonlyMap<string, string> {
  const found = code.matchAll(/^#define (\w+) SEC\("([^"]+)"\)/gm)
  return new Map([...found].map(([, name = '', section = '']) => [name, section]))
}
