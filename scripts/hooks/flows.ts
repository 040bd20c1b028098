/**
 * The `Flows:` lines above a hook are its model. A step is `FROM -> TO (relation)`; several relations in
 * one step are alternatives; what follows `with` tells what the relation carries. A condition that ends with a colon
 * holds for the steps after it (`read: …`), one that ends with a comma for the next step only.
 * Numbers give the order; sentences without an arrow are remarks.
 */
import { type RelationTypeName, relationByName } from '../../src/record/registry.ts'
import { parseRole, type Role } from './roles.ts'

/** One step. */
export interface FlowStep {
  readonly from: Role
  readonly to: Role
  /** More than one: one of them, as the case is. */
  readonly relations: readonly RelationTypeName[]
  /** Case in which it happens; `undefined`: whenever the hook fires and its flow is new. */
  readonly when: string | undefined
  /** What the relation carries or tells its alternatives apart. */
  readonly note: string | undefined
}

const STEP = /((?:[A-Za-z_]+ )+)-> ((?:[A-Za-z_]+ ?)+?) ?\(([^()]*)\)/g
const STARTERS = /^(?:then|and|the|a|an|each|both) /

/**
 * Reads the text of a `Flows:` line.
 *
 * @throws Error for a step that is not of that form.
 */
export function parseFlows(text: string): readonly FlowStep[] {
  const found = [...text.matchAll(STEP)]
  if (found.length !== text.split('->').length - 1) {
    throw new Error(`not all steps have the form "FROM -> TO (relation)": ${text}`)
  }
  let lasting: string | undefined
  let end = 0
  return found.map((match) => {
    const [whole, from = '', to = '', inside = ''] = match
    const before = text.slice(end, match.index)
    end = match.index + whole.length
    const condition = conditionIn(before)
    if (condition?.isLasting) lasting = condition.words
    return { ...step(from, to, inside), when: condition?.words ?? lasting }
  })
}

function conditionIn(
  text: string,
): { readonly words: string; readonly isLasting: boolean } | undefined {
  const clause =
    text
      .replaceAll(/\d+\.\s*/g, '')
      .split(/[;.]\s/)
      .at(-1) ?? ''
  const words = clause.replace(/^[\s,;)]*(?:and\b)?[\s,]*/, '')
  const mark = /([:,])\s*$/.exec(words)?.[1]
  const plain = words.replace(/[:,]\s*$/, '').trim()
  if (mark === undefined || plain === '') return undefined
  return { words: plain, isLasting: mark === ':' }
}

function step(from: string, to: string, inside: string): Omit<FlowStep, 'when'> {
  const [names = '', ...notes] = inside.split(/,? with /)
  const words = names.split(/[\s,]+/)
  const relations = words.filter(
    (word): word is RelationTypeName => relationByName(word) !== undefined,
  )
  if (relations.length === 0) throw new Error(`(${inside}) names no type of relation`)
  const isPlain = words.every((word) => word === 'or' || relationByName(word) !== undefined)
  const rest = isPlain ? '' : names.trim()
  const note = [rest, ...notes.map((each) => `with ${each}`)]
    .filter((each) => each !== '')
    .join(', ')
  return {
    from: parseRole(plainRole(from)),
    to: parseRole(plainRole(to)),
    relations,
    note: note === '' ? undefined : note,
  }
}

function plainRole(words: string): string {
  let plain = words.trim()
  while (STARTERS.test(plain)) plain = plain.replace(STARTERS, '')
  return plain
}
