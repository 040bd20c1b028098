/** Compares what was captured of a target with what its program and the hooks' models claim. */
import type { CaptureMode } from '../../src/kernel/object-file.ts'
import { allows, hookModels, type ModelEdge, verbEdges } from '../hooks/model.ts'
import { tracepointViews } from '../hooks/tracepoint-limits.ts'
import { unproducedRelations } from '../models/unproduced.ts'
import type { SuiteProgram } from './programs.ts'
import type { CapturedEdge } from './window.ts'

/**
 * `exact`: every claimed flow, and nothing but what verbs add; `sound`: also others that a hook's model allows;
 * `limited`: a claimed flow is missing that the mode cannot see; `gap`: nothing is claimed, and it is said why;
 * `incomplete` and `unsound` are faults; `unknown`: the program did not run here.
 */
export type VerdictKind =
  | 'exact'
  | 'sound'
  | 'limited'
  | 'gap'
  | 'incomplete'
  | 'unsound'
  | 'unknown'

/** How the runner ended a program. */
export interface SuiteRun {
  readonly pid: number
  readonly state: 'ok' | 'skipped' | 'broken'
  readonly reason: string
}

/** What one program showed. */
export interface SuiteVerdict {
  readonly program: SuiteProgram
  readonly kind: VerdictKind
  /** Captured arrows without those that verbs add, in order. */
  readonly captured: readonly CapturedEdge[]
  /** Everything captured. */
  readonly all: readonly CapturedEdge[]
  /** Why it is limited, unknown or a gap, or what is wrong. */
  readonly reason: string
}

const models = hookModels()
const verbs = verbEdges()

function isModelled(edges: readonly ModelEdge[], { relation, from, to }: CapturedEdge): boolean {
  return edges.some((edge) => allows(edge, relation, from, to))
}

function edgeText({ from, relation, to }: Pick<CapturedEdge, 'from' | 'relation' | 'to'>): string {
  return `${from} → ${to} (${relation})`
}

/** Why a program that the runner does not mention is unknown. */
export const NOT_RUN = 'was not run'

/** Judges one program of one capture. @param edges `undefined`: its markers are not in the log. */
export function judge(
  program: SuiteProgram,
  run: SuiteRun | undefined,
  edges: readonly CapturedEdge[] | undefined,
  mode: CaptureMode,
): SuiteVerdict {
  const all = edges ?? []
  const claimed = program.claims.flat()
  const captured = all.filter((edge) => !isModelled(verbs, edge) || isModelled(claimed, edge))
  const told = (kind: VerdictKind, reason = '') => ({ program, kind, captured, all, reason })
  if (run === undefined) return told('unknown', NOT_RUN)
  if (run.state === 'skipped') return told('unknown', run.reason)
  if (run.state === 'broken') return told('unknown', `broken: ${run.reason}`)
  if (edges === undefined) return told('unknown', 'its markers are not in the log')
  const foreign = captured.filter(
    (edge) => !isModelled(claimed, edge) && !models.some((model) => isModelled(model.edges, edge)),
  )
  if (foreign.length > 0) return told('unsound', `in no model: ${foreign.map(edgeText).join(', ')}`)
  const missing = program.claims.filter((claim) => !all.some((edge) => isModelled(claim, edge)))
  if (missing.length > 0) return told(...missingVerdict(program, missing.flat(), mode))
  if (program.none !== undefined) return told(...noneVerdict(program.none, captured))
  if (claimed.length === 0) return told('gap', program.gap)
  const isExact = captured.every((edge) => isModelled(claimed, edge))
  return told(isExact ? 'exact' : 'sound', program.gap)
}

/** What a refused call may leave: the walk along a path, and a copy of the credentials that nobody gets. */
const BEFORE: ReadonlySet<string> = new Set(['perm_check', 'read_link', 'clone_mem'])

function noneVerdict(
  reason: string,
  captured: readonly CapturedEdge[],
): readonly [VerdictKind, string] {
  const foreign = captured.filter(({ relation }) => !BEFORE.has(relation))
  if (foreign.length > 0) return ['unsound', `nothing flows: ${foreign.map(edgeText).join(', ')}`]
  return [captured.length === 0 ? 'exact' : 'sound', reason]
}

function missingVerdict(
  { limit }: SuiteProgram,
  missing: readonly ModelEdge[],
  mode: CaptureMode,
): readonly [VerdictKind, string] {
  const texts = missing.map((edge) => `${edge.fromRole} → ${edge.toRole} (${edge.relation})`)
  const open = missing.map(({ relation }) => unproducedRelations[relation])
  const [reason] = open
  if (reason !== undefined && !open.includes(undefined)) {
    return ['gap', `${texts.join(', ')}: ${reason}`]
  }
  const limits = missing.map((edge) => limit ?? limitOf(edge))
  if (mode !== 'tracepoint' || limits.includes('')) {
    return ['incomplete', `missing: ${texts.join(', ')}`]
  }
  return ['limited', [...new Set(limits)].join(' ')]
}

/** Why the tracepoint mode does not see an arrow; empty: it should. */
function limitOf(edge: ModelEdge): string {
  const makers = models.filter((model) =>
    model.edges.some(
      ({ relation, from }) =>
        relation === edge.relation && from.some((type) => edge.from.includes(type)),
    ),
  )
  return (
    makers.map(({ hook }) => tracepointViews[hook]?.limit ?? '').find((limit) => limit !== '') ?? ''
  )
}
