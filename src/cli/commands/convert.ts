/** `camflow convert`: a log as a picture. */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { CamflowError } from '../../errors.ts'
import { drawDot } from '../../graph/dot.ts'
import { foldVersions, keepVersions, type Picture } from '../../graph/fold.ts'
import type { ProvenanceGraph } from '../../graph/graph.ts'
import { loadGraph } from '../../graph/load.ts'
import { drawSvg } from '../../graph/picture-file.ts'
import { simplify } from '../../graph/simplify.ts'

/** What `camflow help convert` prints. */
export const convertHelp = `camflow convert LOG --to dot|svg [OPTION…]

Draws a W3C log: who made what out of what. Versions are folded into objects, a process is one
node with its memory, and bookkeeping is left out. Arrows show where information went.
LOG is a file, or - for standard input.

  --to dot|svg        graphviz text, or an image (needs the program dot)
  --output FILE       write there instead of to standard output
  --full              leave nothing out: memory, names, arguments, permission checks
  --versions          one node for each version instead of each object
  --system            keep programs, libraries and other system files that are only read
  --hide TYPE,…       leave out these types of vertices or relations as well
  --show TYPE,…       keep these types although they are left out by default
  --limit N           refuse to draw more than N nodes; default 300
  --title TEXT        a line under the picture
`

const DEFAULT_LIMIT = 300

/** What ties versions together: shown when versions are. */
const BETWEEN_VERSIONS = ['version_activity', 'version_entity', 'memory_read', 'memory_write']

const OPTIONS = {
  to: { type: 'string' },
  output: { type: 'string', short: 'o' },
  full: { type: 'boolean' },
  versions: { type: 'boolean' },
  system: { type: 'boolean' },
  hide: { type: 'string', multiple: true },
  show: { type: 'string', multiple: true },
  limit: { type: 'string' },
  title: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** What the command line asks for. */
export interface ConvertRequest {
  readonly log: string
  readonly to: 'dot' | 'svg'
  readonly output: string | undefined
  readonly isFull: boolean
  readonly hasVersions: boolean
  readonly keepsSystemFiles: boolean
  readonly hide: ReadonlySet<string>
  readonly show: ReadonlySet<string>
  readonly limit: number
  readonly title: string | undefined
}

/**
 * Runs the command.
 *
 * @param args what stands behind `convert`.
 * @returns the exit code: 0 drawn, 1 refused, 2 wrong command line.
 */
export async function convert(args: readonly string[]): Promise<number> {
  let request: ConvertRequest | undefined
  try {
    request = readRequest(args)
  } catch (error) {
    process.stderr.write(`camflow convert: ${messageOf(error)}\n\n${convertHelp}`)
    return 2
  }
  if (request === undefined) {
    process.stdout.write(convertHelp)
    return 0
  }
  try {
    const text = await drawLog(request)
    if (request.output === undefined) process.stdout.write(text)
    else await writeFile(request.output, text)
    return 0
  } catch (error) {
    process.stderr.write(`camflow convert: ${messageOf(error)}\n`)
    return 1
  }
}

/** Reads the log and draws it, as `request` asks. */
export async function drawLog(request: ConvertRequest): Promise<string> {
  const graph = await loadGraph(request.log)
  const picture = makePicture(graph, request)
  if (picture.nodes.size > request.limit) {
    const detail = `${picture.nodes.size} nodes, and the limit is ${request.limit}.`
    throw new CamflowError('CF_GRAPH_TOO_LARGE', detail)
  }
  const title = request.title ?? titleOf(graph)
  const text = drawDot(picture, { title, hasVersions: request.hasVersions })
  return request.to === 'dot' ? text : drawSvg(text)
}

function makePicture(graph: ProvenanceGraph, request: ConvertRequest): Picture {
  const { hide, keepsSystemFiles, hasVersions } = request
  const picture = hasVersions ? keepVersions(graph) : foldVersions(graph)
  if (request.isFull) return withoutTypes(picture, hide)
  const show = hasVersions ? new Set([...request.show, ...BETWEEN_VERSIONS]) : request.show
  return simplify(picture, { hide, show, keepsSystemFiles, mergesProcesses: !hasVersions })
}

function withoutTypes(picture: Picture, hide: ReadonlySet<string>): Picture {
  const nodes = new Map([...picture.nodes].filter(([, { type }]) => !hide.has(type)))
  const edges = picture.edges.filter(
    ({ type, from, to }) => !hide.has(type) && nodes.has(from) && nodes.has(to),
  )
  return { nodes, edges }
}

/** A picture of an incomplete log says so. */
function titleOf({ losses }: ProvenanceGraph): string {
  const lost = losses.reduce((sum, { first, last }) => sum + (last - first + 1n), 0n)
  return lost === 0n ? '' : `incomplete: ${lost} relations were lost`
}

function readRequest(args: readonly string[]): ConvertRequest | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
  })
  if (values.help) return undefined
  const [log, ...rest] = positionals
  if (log === undefined || rest.length > 0) throw new TypeError('give exactly one LOG')
  const { to } = values
  if (to !== 'dot' && to !== 'svg') throw new TypeError('give --to dot or --to svg')
  const limit = Number(values.limit ?? DEFAULT_LIMIT)
  if (!Number.isInteger(limit) || limit < 1) throw new TypeError('--limit takes a whole number')
  return {
    log,
    to,
    limit,
    output: values.output,
    isFull: values.full ?? false,
    hasVersions: values.versions ?? false,
    keepsSystemFiles: values.system ?? false,
    hide: typesOf(values.hide),
    show: typesOf(values.show),
    title: values.title,
  }
}

function typesOf(lists: readonly string[] | undefined): ReadonlySet<string> {
  return new Set((lists ?? []).flatMap((list) => list.split(',')))
}

function messageOf(error: unknown): string {
  if (error instanceof CamflowError) return `${error.message}\n${error.remedy}`
  return error instanceof Error ? error.message : String(error)
}
