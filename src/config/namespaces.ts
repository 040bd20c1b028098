/** Namespaces in text: `cgroup:4026531835`, several with a comma between them. */
import { type NamespaceKey, namespaceNames } from '../policy/target.ts'

/** Inode numbers of namespaces; left out: any. */
export type NamespaceNumbers = Omit<NamespaceKey, 'kind'>

const MOST = 2 ** 32 - 1

/** Reads namespaces; `undefined` for anything else. */
export function parseNamespaces(text: string): NamespaceNumbers | undefined {
  const numbers: Record<string, number> = {}
  for (const part of text.split(',')) {
    const [, name = '', digits = ''] = /^([a-z]+):(\d{1,10})$/.exec(part.trim()) ?? []
    const isName = namespaceNames.some((each) => each === name)
    const number = Number(digits)
    if (!isName || number < 1 || number > MOST || Object.hasOwn(numbers, name)) return undefined
    numbers[name] = number
  }
  return numbers
}

/** The text of namespaces; `parseNamespaces` reads it back. */
export function namespacesText(numbers: NamespaceNumbers): string {
  const given = namespaceNames.filter((name) => (numbers[name] ?? 0) !== 0)
  return given.map((name) => `${name}:${numbers[name]}`).join(',')
}
