/**
 * The syntax of both configuration files, as CamFlow's parser reads it: sections, `key=value` or
 * `key:value`, comments, and a line that begins with a blank as one more value of the key before it.
 * What the keys mean is not known here.
 */

/** One value of the file. */
export interface IniEntry {
  readonly section: string
  readonly key: string
  readonly value: string
  /** Counted from 1. */
  readonly line: number
}

/** A line that says nothing: it is skipped, and parsing goes on. */
export interface IniProblem {
  readonly line: number
  readonly message: string
}

/** A file, read. */
export interface IniFile {
  /** In the order of the file; a continued key comes once for each of its lines. */
  readonly entries: readonly IniEntry[]
  readonly problems: readonly IniProblem[]
}

/** Upstream compares only this many bytes of a section's name. */
const SECTION_BYTES = 49
const BYTE_ORDER_MARK = '\ufeff'
const BLANK = ' \t\v\f\r'

/** What one line is. */
type Line =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'section'; readonly name: string }
  | { readonly kind: 'entry'; readonly key: string; readonly value: string }
  | { readonly kind: 'continuation'; readonly value: string }
  | { readonly kind: 'problem'; readonly message: string }

/**
 * Reads a file. It never fails: lines that mean nothing are told as problems.
 *
 * @param text the file, decoded; lines end with LF or CRLF and may be of any length.
 */
export function parseIni(text: string): IniFile {
  const entries: IniEntry[] = []
  const problems: IniProblem[] = []
  let section = ''
  let key = ''
  const lines = (text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).split('\n')
  for (const [index, content] of lines.entries()) {
    const line = index + 1
    const read = readLine(content, key !== '')
    switch (read.kind) {
      case 'nothing':
        break
      case 'section':
        section = read.name
        key = ''
        break
      case 'entry':
        key = read.key
        entries.push({ section, key, value: read.value, line })
        break
      case 'continuation':
        entries.push({ section, key, value: read.value, line })
        break
      case 'problem':
        problems.push({ line, message: read.message })
        break
      default:
        read satisfies never
    }
  }
  return { entries, problems }
}

function readLine(line: string, canContinue: boolean): Line {
  const text = trim(line)
  if (text === '' || text.startsWith(';') || text.startsWith('#')) return { kind: 'nothing' }
  if (canContinue && BLANK.includes(line[0] ?? '')) {
    return { kind: 'continuation', value: trim(withoutComment(text)) }
  }
  if (text.startsWith('[')) return readSection(withoutComment(text))
  const content = withoutComment(text)
  const separator = content.search(/[=:]/)
  if (separator < 0) {
    return { kind: 'problem', message: 'the line has neither "=" nor ":" and says nothing' }
  }
  return {
    kind: 'entry',
    key: trim(content.slice(0, separator)),
    value: trim(withoutComment(text.slice(separator + 1))),
  }
}

function readSection(text: string): Line {
  const end = text.indexOf(']')
  if (end < 0) return { kind: 'problem', message: 'the section name has no "]"' }
  const name = Buffer.from(text.slice(1, end)).subarray(0, SECTION_BYTES).toString()
  return { kind: 'section', name }
}

/** A semicolon behind a blank begins a comment. */
function withoutComment(text: string): string {
  const start = text.search(/[ \t\v\f\r];/)
  return start < 0 ? text : text.slice(0, start)
}

function trim(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && BLANK.includes(text[start] ?? '')) start++
  while (end > start && BLANK.includes(text[end - 1] ?? '')) end--
  return text.slice(start, end)
}
