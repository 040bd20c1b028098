/**
 * Writes a picture in graphviz' language: PROV's shapes and colours (entity: yellow ellipse,
 * activity: blue box, agent: orange house), with a shape of its own for each sort of entity. Arrows
 * show the flow of information, from cause to effect; PROV's own arrows point the other way.
 */
import type { Picture, PictureEdge, PictureNode } from './fold.ts'

/** How to draw. */
export interface DotOptions {
  /** A line under the picture. */
  readonly title?: string
  /** Name each node's version. */
  readonly hasVersions?: boolean
}

const ENTITY = '#fffc87'
const COLOURS = { activity: '#9fb1fc', entity: ENTITY, agent: '#fed37f' } as const

const SHAPES: Readonly<Record<string, string>> = {
  task: 'shape=box, style="filled,rounded"',
  disc_activity: 'shape=box, style="filled,rounded,dashed"',
  machine: 'shape=house',
  disc_agent: 'shape=house, style="filled,dashed"',
  directory: 'shape=folder',
  pipe: 'shape=cylinder, fillcolor="#e3f4c8"',
  socket: 'shape=hexagon, fillcolor="#d4ecf7"',
  address: 'shape=hexagon, style="filled,dashed", fillcolor="#d4ecf7"',
  packet: 'shape=cds, fillcolor="#d4ecf7"',
  char: 'shape=box3d',
  block: 'shape=box3d',
  shm: 'shape=component',
  msg: 'shape=tab',
  process_memory: 'shape=ellipse, style="filled,dashed", fillcolor="#fffdc8"',
  path: 'shape=plaintext, style=""',
  argv: 'shape=note, fillcolor="#f4f4f4"',
  envp: 'shape=note, fillcolor="#f4f4f4"',
  iattr: 'shape=note',
  xattr: 'shape=note',
}

const EDGE_COLOURS: Readonly<Record<string, string>> = {
  used: '#3b6fb6',
  wasGeneratedBy: '#b3541e',
  wasInformedBy: '#5b3f8c',
  wasDerivedFrom: '#6b6b6b',
  wasAssociatedWith: '#b08a1e',
  wasInfluencedBy: '#b08a1e',
}

const MOST_LABELS = 3
const LONGEST_TITLE = 44
const LONGEST_DETAIL = 52

/** @returns the text of a `digraph`. */
export function drawDot(picture: Picture, options: DotOptions = {}): string {
  const names = new Map([...picture.nodes.keys()].map((key, index) => [key, `n${index}`]))
  const lines = [
    'digraph provenance {',
    '  graph [rankdir=LR, bgcolor=white, pad=0.3, nodesep=0.25, ranksep=0.6, fontname="Helvetica"]',
    '  node [style=filled, color="#555555", penwidth=0.8, fontname="Helvetica", fontsize=11]',
    '  edge [penwidth=1.1, arrowsize=0.7, fontname="Helvetica", fontsize=9]',
  ]
  if (options.title) {
    lines.push(`  graph [label=<${html(options.title)}>, fontsize=10, fontcolor="#666666"]`)
  }
  for (const node of picture.nodes.values()) {
    lines.push(`  ${names.get(node.key)} [${nodeAttributes(node, options)}]`)
  }
  for (const arrow of arrows(picture.edges)) {
    lines.push(`  ${names.get(arrow.from)} -> ${names.get(arrow.to)} [${arrow.attributes}]`)
  }
  return `${lines.join('\n')}\n}\n`
}

function nodeAttributes(node: PictureNode, { hasVersions }: DotOptions): string {
  const title = titleOf(node)
  const details = node.details.map((text) => shorten(text, LONGEST_DETAIL))
  if (hasVersions) details.push(`version ${node.vertices[0]?.version ?? 0}`)
  const rows = [
    `<b>${html(shorten(title, LONGEST_TITLE))}</b>`,
    ...details.map((text) => `<font point-size="9" color="#444444">${html(text)}</font>`),
  ]
  const tooltip = JSON.stringify(plain(`${node.type} ${node.name ?? ''}`.trim()))
  const shape = SHAPES[node.type] ?? 'shape=ellipse'
  const fill = shape.includes('fillcolor') ? '' : `, fillcolor="${COLOURS[node.provClass]}"`
  return `label=<${rows.join('<br/>')}>, ${shape}${fill}, tooltip=${tooltip}`
}

function titleOf({ name, type }: PictureNode): string {
  if (name === undefined || name === '') return type === 'process_memory' ? 'memory' : type
  // A program is known by its last component; a file by its whole path.
  return type === 'task' || type === 'process_memory' ? (name.split('/').at(-1) ?? name) : name
}

/** One arrow for each pair of nodes and direction, with the types as its label. */
function arrows(
  edges: readonly PictureEdge[],
): readonly { readonly from: string; readonly to: string; readonly attributes: string }[] {
  const groups = new Map<string, PictureEdge[]>()
  for (const edge of edges) {
    const key = `${edge.from} ${edge.to} ${edge.section} ${edge.isAllowed}`
    const group = groups.get(key)
    if (group) group.push(edge)
    else groups.set(key, [edge])
  }
  return [...groups.values()].map((group) => {
    const { from, to, section, isAllowed } = group[0] as PictureEdge
    const types = [...new Set(group.map(({ type }) => type))]
    const more = types.length > MOST_LABELS ? ', …' : ''
    const label = `${types.slice(0, MOST_LABELS).join(', ')}${more}`.replaceAll('_', ' ')
    const colour = isAllowed ? (EDGE_COLOURS[section] ?? '#6b6b6b') : '#d00000'
    const refused = isAllowed ? '' : ', style=dashed, arrowhead=tee'
    const text = isAllowed ? label : `${label} (refused)`
    const attributes = `label=${JSON.stringify(text)}, color="${colour}", fontcolor="${colour}"${refused}`
    return { from, to, attributes }
  })
}

/** Cuts out the middle: beginning and end of a path tell most. */
function shorten(text: string, longest: number): string {
  const characters = [...text]
  if (characters.length <= longest) return text
  const head = Math.ceil((longest - 1) / 3)
  const tail = longest - 1 - head
  return `${characters.slice(0, head).join('')}…${characters.slice(-tail).join('')}`
}

/** Control characters have no place in a picture, and XML forbids most of them. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this removes
  return text.replace(/[\u0000-\u001f\u007f\ufffe\uffff]/g, ' ')
}

function html(text: string): string {
  return plain(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
