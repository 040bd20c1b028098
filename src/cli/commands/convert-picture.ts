/** `camflow convert` to a picture: a log folded and simplified until a person can read it. */
import { CamflowError } from '../../errors.ts'
import { drawDot } from '../../graph/dot.ts'
import { foldVersions, keepVersions, type Picture } from '../../graph/fold.ts'
import type { ProvenanceGraph } from '../../graph/graph.ts'
import { loadGraph } from '../../graph/load.ts'
import { drawSvg } from '../../graph/picture-file.ts'
import { simplify } from '../../graph/simplify.ts'
import { textTarget } from '../text-target.ts'

/** What ties versions together: shown when versions are. */
const BETWEEN_VERSIONS = ['version_activity', 'version_entity', 'memory_read', 'memory_write']

/** What is drawn, and how. */
export interface PictureRequest {
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

/** Draws into the file or to standard output. */
export async function convertPicture(request: PictureRequest): Promise<void> {
  const text = await drawLog(request)
  const target = textTarget(request.output)
  try {
    await target.write(text)
    await target.end()
  } catch (error) {
    await target.abandon()
    throw error
  }
}

/** Reads the log and draws it, as `request` asks. */
async function drawLog(request: PictureRequest): Promise<string> {
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

function makePicture(graph: ProvenanceGraph, request: PictureRequest): Picture {
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
