/** The model of each hook: which flows it makes, which it must, and between which types of vertices. */
import {
  type RelationTypeName,
  relationByName,
  type VertexTypeName,
  vertexTypes,
} from '../../src/record/registry.ts'
import { type FlowStep, parseFlows } from './flows.ts'
import { type HookHead, hookHeads, verbHead } from './heads.ts'

/**
 * `must`: whenever the hook fires under the step's condition and the flow is not in the graph yet; `may`: also
 * depends on what happened before. All else never happens.
 */
export type Obligation = 'must' | 'may'

/** One arrow of a model, between types. */
export interface ModelEdge {
  readonly relation: RelationTypeName
  /** The ends as the comment calls them. */
  readonly fromRole: string
  readonly toRole: string
  readonly from: readonly VertexTypeName[]
  /** Empty: of the type that the other end has. */
  readonly to: readonly VertexTypeName[]
  readonly obligation: Obligation
  readonly when?: string
  readonly note?: string
}

/** One hook. */
export interface HookModel {
  readonly hook: string
  readonly about: string
  /** In the order in which they happen. */
  readonly edges: readonly ModelEdge[]
}

/** PROV classes of the ends, by family (PROV-DM §5). */
const familyEnds = {
  used: ['entity', 'activity'],
  generated: ['activity', 'entity'],
  informed: ['activity', 'activity'],
  derived: ['entity', 'entity'],
  influenced: ['activity', 'agent'],
  associated: ['agent', 'activity'],
} as const

/** The models of all hooks that make flows, in the order of the files. */
export function hookModels(): readonly HookModel[] {
  const heads = hookHeads().filter(({ flows }) => flows.includes('->'))
  return heads.map((head) => ({
    hook: head.name,
    about: head.about,
    edges: edgesOf(head, 'must'),
  }))
}

/** What the verbs add to any hook's flows. */
export function verbEdges(): readonly ModelEdge[] {
  return edgesOf(verbHead(), 'may')
}

/** Types of relations that verbs make, not hooks. */
export function verbRelations(): ReadonlySet<RelationTypeName> {
  return new Set(verbEdges().map(({ relation }) => relation))
}

function edgesOf(head: HookHead, obligation: Obligation): readonly ModelEdge[] {
  try {
    return parseFlows(head.flows).flatMap((step) => modelEdges(step, obligation))
  } catch (cause) {
    throw new Error(`bpf/${head.file}, Flows of ${head.name}: ${(cause as Error).message}`, {
      cause,
    })
  }
}

/** The arrows of one step: one for each alternative. @throws Error when an end does not fit the family. */
export function modelEdges(step: FlowStep, obligation: Obligation): readonly ModelEdge[] {
  return step.relations.map((relation) => {
    const isOneOfSeveral = step.relations.length > 1
    return {
      relation,
      fromRole: step.from.words,
      toRole: step.to.words,
      from: typesAt(relation, 0, step.from.types),
      to: step.to.types === 'same' ? [] : typesAt(relation, 1, step.to.types),
      obligation: isOneOfSeveral ? 'may' : obligation,
      ...(step.when === undefined ? {} : { when: step.when }),
      ...(step.note === undefined ? {} : { note: step.note }),
    }
  })
}

function typesAt(
  relation: RelationTypeName,
  end: 0 | 1,
  types: FlowStep['from']['types'],
): readonly VertexTypeName[] {
  const all = vertexTypes.map(({ name }) => name)
  // What an application discloses has the ends that it chose.
  if (relation.endsWith('_disc')) return types === 'any' || types === 'same' ? all : types
  const provClass = familyEnds[relationByName(relation).family.name][end]
  const fitting = vertexTypes.filter((type) => type.provClass === provClass).map(({ name }) => name)
  const named: readonly VertexTypeName[] = types === 'any' || types === 'same' ? all : types
  const found = fitting.filter((name) => named.includes(name))
  if (found.length > 0) return found
  const side = end === 0 ? 'comes from' : 'goes to'
  throw new Error(`${relation} ${side} an ${provClass}, not ${named.join(', ')}`)
}

/** Whether an arrow of a model allows one between these types. */
export function allows(edge: ModelEdge, relation: string, from: string, to: string): boolean {
  if (edge.relation !== relation || !(edge.from as readonly string[]).includes(from)) return false
  return edge.to.length === 0 ? to === from : (edge.to as readonly string[]).includes(to)
}
