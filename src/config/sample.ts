/** The sample files under `etc/`: every key with what it does, its default, and examples as comments. */
import { type ConfigKey, type KeyTable, nowhere } from './key.ts'

const WIDTH = 90

/** The text of a sample file. @param head what the file is, in whole sentences. */
export function sampleFile(table: KeyTable, head: string): string {
  const lines = wrap(head).map((line) => `; ${line}`)
  let section = ''
  for (const key of Object.values(table)) {
    if (key.section !== section) {
      section = key.section
      lines.push('', `[${section}]`)
    } else lines.push('')
    lines.push(...keyLines(key))
  }
  return `${lines.join('\n')}\n`
}

function keyLines(key: ConfigKey): readonly string[] {
  const { kind, effect } = key
  const shipped = shippedValues(key)
  const what = `${effect} Value: ${kind.name}. ${fallbackText(key)}`
  const examples = (key.examples ?? []).filter((value) => !shipped.includes(value))
  return [
    ...wrap(what).map((line) => `; ${line}`),
    ...examples.map((value) => `;${key.key}=${value}`),
    ...shipped.map((value) => `${key.key}=${value}`),
  ]
}

function shippedValues(key: ConfigKey): readonly string[] {
  if (key.shipped !== undefined) return key.shipped
  return key.isList || key.fallback === undefined ? [] : [key.kind.write(key.fallback, nowhere)]
}

function fallbackText(key: ConfigKey): string {
  if (key.isList) return 'Any number of lines.'
  return key.fallback === undefined
    ? 'Default: none.'
    : `Default: ${key.kind.write(key.fallback, nowhere)}.`
}

function plain(text: string): string {
  return text.replaceAll('`', '')
}

function wrap(text: string): readonly string[] {
  const lines: string[] = []
  for (const word of plain(text).split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`
    } else lines.push(word)
  }
  return lines
}
