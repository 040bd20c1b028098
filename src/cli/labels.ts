/**
 * Labels in text. The kernel knows 64 labels by their bit; a text gets a bit when it is used first, the highest
 * that is free, because people who give bits by number begin with 0.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { CamflowError } from '../errors.ts'

/** Where the texts are kept. */
export const LABELS_FILE = '/var/lib/camflow/labels.json'

/** A text and its bit. */
export interface Label {
  readonly text: string
  /** 0 to 63. */
  readonly bit: number
}

/** The labels of this machine. */
export interface LabelRegistry {
  /** In the order of their bits. */
  all(): readonly Label[]
  /**
   * The bit of a text; given to it now if it has none.
   *
   * @throws CF_LABELS_FULL when all bits are taken, CF_LABELS_FILE when the file cannot be used.
   */
  bitOf(text: string): number
}

const BITS = 64

/** The registry that is kept in a file. */
export function openLabels(file = LABELS_FILE): LabelRegistry {
  return {
    all: () => read(file),
    bitOf(text) {
      const labels = read(file)
      const known = labels.find((label) => label.text === text)
      if (known !== undefined) return known.bit
      const taken = new Set(labels.map(({ bit }) => bit))
      const bit = Array.from({ length: BITS }, (_, index) => BITS - 1 - index).find(
        (each) => !taken.has(each),
      )
      if (bit === undefined) throw new CamflowError('CF_LABELS_FULL', text)
      write(file, [...labels, { text, bit }])
      return bit
    },
  }
}

function read(file: string): readonly Label[] {
  let content: string
  try {
    content = readFileSync(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new CamflowError('CF_LABELS_FILE', String(cause), { cause })
  }
  try {
    const bits = JSON.parse(content) as Readonly<Record<string, number>>
    return Object.entries(bits)
      .map(([text, bit]) => ({ text, bit }))
      .sort((one, other) => one.bit - other.bit)
  } catch (cause) {
    throw new CamflowError('CF_LABELS_FILE', file, { cause })
  }
}

function write(file: string, labels: readonly Label[]): void {
  const bits = Object.fromEntries(labels.map(({ text, bit }) => [text, bit]))
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, `${JSON.stringify(bits, null, 2)}\n`, { mode: 0o644 })
    renameSync(`${file}.new`, file)
  } catch (cause) {
    throw new CamflowError('CF_LABELS_FILE', String(cause), { cause })
  }
}
