/**
 * Proves a log: what every capture promises, checked line by line without keeping the text. A vertex
 * is at the same line as, or an earlier one than, the relations that use it; relation ids and versions
 * have no hole that a loss record does not explain; a relation stands only between types of vertices that a
 * hook's model allows; information never flows in a circle.
 */
import { CamflowError } from '../errors.ts'
import { families, lossType, relationByName, vertexByName } from '../record/registry.ts'
import type { CheckOptions, CheckProblem, CheckProblemKind, CheckReport } from './check-report.ts'
import { findCycle } from './cycle.ts'
import { literalNumber, literalText, told } from './literal.ts'
import {
  isObject,
  type LogDocument,
  type Member,
  parseLine,
  VERTEX_SECTIONS,
} from './log-document.ts'
import { readLines } from './log-lines.ts'
import { relationEnds } from './relation-ends.gen.ts'
import { RelationIds } from './relation-ids.ts'

const familyOfSection: ReadonlyMap<string, (typeof families)[number]> = new Map(
  families.map((family) => [family.section, family]),
)

const modelledEnds: ReadonlySet<string> = new Set(
  Object.entries(relationEnds).flatMap(([name, ends]) => ends.map((pair) => `${name} ${pair}`)),
)

/**
 * Checks a log.
 *
 * @param source path of a log, or its lines.
 */
export async function checkLog(
  source: string | Iterable<string> | AsyncIterable<string>,
  options: CheckOptions = {},
): Promise<CheckReport> {
  const check = new LogCheck(options)
  const lines = typeof source === 'string' ? readLines(source) : source
  for await (const line of lines) check.line(line)
  return check.finish()
}

/**
 * Checks several logs of one capture as one, in the order given. A log that ends before its end, as when the writing of
 * a compressed one was cut off, is a problem; what could be read of it counts.
 *
 * @throws CF_LOG_COMPRESSION for one that cannot be decompressed here; what reading a file throws.
 */
export async function checkLogs(
  paths: readonly string[],
  options: CheckOptions = {},
): Promise<CheckReport> {
  const check = new LogCheck(options)
  for (const path of paths) {
    check.begin(path)
    try {
      for await (const line of readLines(path)) check.line(line)
    } catch (error) {
      if (!(error instanceof CamflowError) || error.code !== 'CF_LOG_INVALID') throw error
      check.breaksOff(error.cause instanceof Error ? error.cause.message : error.message)
    }
  }
  return check.finish()
}

/** Counts by name. */
class Tally {
  readonly counts: Record<string, number> = {}
  add(name: string): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1
  }
}

class LogCheck {
  readonly #options: CheckOptions
  readonly #problems: CheckProblem[] = []
  #problemCount = 0
  /** Lines of all logs. */
  #line = 0
  /** Logs that have begun, and the lines of all before. */
  readonly #logs: { readonly path: string; readonly before: number }[] = []
  readonly #sections = new Tally()
  readonly #vertexTypes = new Tally()
  readonly #relationTypes = new Tally()
  /** Vertex identifier to its index. */
  readonly #vertices = new Map<string, number>()
  /** By that index. */
  readonly #typeOfVertex: string[] = []
  /** Object to its versions. */
  readonly #objects = new Map<string, number[]>()
  /** By machine and boot, in the order of the log. */
  readonly #captures = new Map<string, RelationIds>()
  #repeated = 0
  readonly #from: number[] = []
  readonly #to: number[] = []
  readonly #lineOfEdge: number[] = []

  constructor(options: CheckOptions) {
    this.#options = options
  }

  /** The lines from now on are of this log. */
  begin(path: string): void {
    this.#logs.push({ path, before: this.#line })
  }

  /** The rest of the log cannot be read. */
  breaksOff(why: string): void {
    this.#report('unreadable', why, this.#line + 1)
  }

  line(text: string): void {
    this.#line++
    if (text === '') return
    const document = parseLine(text)
    if (document === undefined) {
      this.#report('not-json', text.slice(0, 80))
      return
    }
    for (const name of VERTEX_SECTIONS) {
      for (const [key, member] of this.#members(document[name])) this.#vertex(name, key, member)
    }
    for (const [name, section] of Object.entries(document)) {
      if (name === 'prefix' || (VERTEX_SECTIONS as readonly string[]).includes(name)) continue
      const family = familyOfSection.get(name)
      if (family === undefined) this.#report('unknown-section', name)
      else for (const [key, member] of this.#members(section)) this.#relation(family, key, member)
    }
  }

  /** The members of a section; what is no object is told. */
  #members(section: LogDocument[string] | undefined): readonly (readonly [string, Member])[] {
    return Object.entries(section ?? {}).filter(([key, member]) => {
      if (isObject(member)) return true
      this.#report('malformed', `${key} is ${JSON.stringify(member)}`)
      return false
    })
  }

  #vertex(section: string, key: string, member: Member): void {
    this.#sections.add(section)
    const name = literalText(member['prov:type'])
    if (name === lossType.name) {
      this.#loss(member)
      return
    }
    const type = vertexByName(name)
    if (type === undefined) {
      this.#report('malformed', `${key} has the type ${name}`)
      return
    }
    if (type.provClass !== section) this.#report('wrong-section', `${name} ${key} in ${section}`)
    if (this.#vertices.has(key)) return
    this.#vertices.set(key, this.#vertices.size)
    this.#typeOfVertex.push(name)
    this.#vertexTypes.add(name)
    if (type.name === 'packet') return
    const object = told`${member['cf:id']} ${member['cf:boot_id']} ${member['cf:machine_id']} ${scopeOf(name)}`
    const versions = this.#objects.get(object)
    if (versions === undefined) this.#objects.set(object, [literalNumber(member['cf:version'])])
    else versions.push(literalNumber(member['cf:version']))
  }

  #loss(member: Member): void {
    const first = literalNumber(member['cf:first'])
    const last = literalNumber(member['cf:last'])
    if (!(first <= last) || literalNumber(member['cf:count']) !== last - first + 1) {
      this.#report('malformed', told`loss of ${first} to ${last}, count ${member['cf:count']}`)
      return
    }
    this.#captureOf(member).lost.add(first, last)
  }

  /** A log that is appended to goes on with another capture after a reboot. */
  #captureOf(member: Member): RelationIds {
    const scope = told`${member['cf:machine_id']} ${member['cf:boot_id']}`
    const known = this.#captures.get(scope)
    if (known !== undefined) return known
    const ids = new RelationIds()
    this.#captures.set(scope, ids)
    return ids
  }

  #relation(family: (typeof families)[number], key: string, member: Member): void {
    this.#sections.add(family.section)
    const name = literalText(member['prov:type'])
    const type = relationByName(name)
    if (type === undefined || type.family !== family) {
      this.#report('wrong-section', `${name} ${key} in ${family.section}`)
      return
    }
    const sender = literalText(member[family.senderKey])
    const receiver = literalText(member[family.receiverKey])
    const id = literalNumber(member['cf:id'])
    const text = `${name} ${sender} ${receiver} ${literalText(member['cf:flags'])}`
    const news = this.#captureOf(member).add(id, text)
    if (news === 'different') this.#report('repeated-relation-differs', `${name} ${id}`)
    if (news !== 'new') {
      this.#repeated++
      return
    }
    this.#relationTypes.add(name)
    this.#edge(name, id, sender, receiver)
  }

  #edge(type: string, id: number, sender: string, receiver: string): void {
    const name = `${type} ${id}`
    const from = this.#vertices.get(sender)
    const to = this.#vertices.get(receiver)
    if (from === undefined) this.#report('missing-end', `${name} comes from ${sender}`)
    if (to === undefined) this.#report('missing-end', `${name} goes to ${receiver}`)
    if (from === undefined || to === undefined) return
    const ends = `${this.#typeOfVertex[from]} ${this.#typeOfVertex[to]}`
    if (!modelledEnds.has(`${type} ${ends}`)) this.#report('unmodelled-ends', `${name}: ${ends}`)
    this.#from.push(from)
    this.#to.push(to)
    this.#lineOfEdge.push(this.#line)
  }

  finish(): CheckReport {
    const captures = [...this.#captures.values()]
    this.#checkIds(captures)
    this.#checkVersions()
    this.#checkCycle()
    const bad = this.#problems.find((problem) => problem.line > 0)
    return {
      isValid: this.#problemCount === 0,
      lines: this.#line,
      sections: this.#sections.counts,
      vertices: this.#vertices.size,
      captures: captures.length,
      relations: sum(captures.map(({ count }) => count)),
      repeatedRelations: this.#repeated,
      lostRelations: this.#lostCount(),
      objects: this.#objects.size,
      vertexTypes: this.#vertexTypes.counts,
      relationTypes: this.#relationTypes.counts,
      firstRelation: captures[0]?.first ?? 0,
      lastRelation: captures.at(-1)?.last ?? 0,
      problemCount: this.#problemCount,
      problems: this.#problems,
      firstBadLine: bad?.line,
      firstBadLog: bad?.log,
    }
  }

  /** What is known of the first and last relation holds for the first and last capture. */
  #checkIds(captures: readonly RelationIds[]): void {
    const { firstRelation, lastRelation } = this.#options
    for (const [index, ids] of captures.entries()) {
      const bounds = {
        ...(firstRelation === undefined ? {} : { firstRelation: index === 0 ? firstRelation : 1 }),
        ...(index < captures.length - 1 || lastRelation === undefined ? {} : { lastRelation }),
      }
      ids.check(bounds, (kind, detail) => this.#report(kind, detail, 0))
    }
  }

  /** A loss may have taken vertices along, so only a log without losses must have all versions. */
  #checkVersions(): void {
    if (this.#lostCount() > 0) return
    for (const [object, versions] of this.#objects) {
      if (versions.length === 1) continue
      versions.sort((a, b) => a - b)
      versions.forEach((version, index) => {
        const before = versions[index - 1] ?? version
        if (version - before > 1) {
          this.#report('version-hole', `object ${object}: ${version} comes after ${before}`, 0)
        }
      })
    }
  }

  #checkCycle(): void {
    const cycle = findCycle(this.#vertices.size, this.#from, this.#to)
    if (cycle.length === 0) return
    const names = [...this.#vertices.keys()]
    const line = Math.max(...cycle.map((edge) => this.#lineOfEdge[edge] ?? 0))
    const path = cycle.map((edge) => names[this.#from[edge] as number]).join(' -> ')
    this.#report('cycle', path.slice(0, 2000), line)
  }

  #lostCount(): number {
    return sum([...this.#captures.values()].map(({ lost }) => lost.count()))
  }

  #report(kind: CheckProblemKind, detail: string, line = this.#line): void {
    this.#problemCount++
    if (this.#problems.length < (this.#options.problemLimit ?? 100)) {
      this.#problems.push({ kind, ...this.#placeOf(line), detail })
    }
  }

  /** @param line counted over all logs; the log of one that is just to come is the last. */
  #placeOf(line: number): Pick<CheckProblem, 'log' | 'line'> {
    const log = line === 0 ? undefined : this.#logs.findLast(({ before }) => before < line)
    return log === undefined ? { line } : { log: log.path, line: line - log.before }
  }
}

/** Path ids are hashes and would meet the counter of all other objects. */
function scopeOf(type: string): string {
  return type === 'path' || type === 'machine' ? type : ''
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
