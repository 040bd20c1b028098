/**
 * Makes a picture that can be read: what stays when the reader asks "which program made what out of
 * what". A process is one node with its memory, a socket one node with its address, a name stands on
 * what it names, and bookkeeping goes.
 */
import type { Picture, PictureEdge, PictureNode } from './fold.ts'
import { textOf } from './load.ts'

/** What to leave out. */
export interface SimplifyOptions {
  /** Types of vertices or relations to leave out in addition. */
  readonly hide?: ReadonlySet<string>
  /** Types that stay although they would be left out. */
  readonly show?: ReadonlySet<string>
  /** Keep programs, libraries and other system files that are only read. */
  readonly keepsSystemFiles?: boolean
  /** Make one node of a task, its threads and their memory. @default true */
  readonly mergesProcesses?: boolean
}

/** Relations that say little about what came from what, and the reason they exist besides. */
const LOW_VALUE: readonly string[] = [
  ...['version_activity', 'version_entity', 'terminate_task', 'terminate_proc', 'free', 'closed'],
  ...['named', 'addressed', 'arg', 'env', 'ran_on'],
  ...['memory_read', 'memory_write', 'clone_mem', 'exec_task', 'setuid', 'setpgid', 'getpgid'],
  ...['perm_check', 'search', 'getattr', 'read_link', 'listxattr', 'getxattr'],
  ...['read_ioctl', 'write_ioctl', 'file_lock'],
]

/** Vertices that carry a name or a value for another one. */
const CARRIERS: readonly string[] = ['path', 'argv', 'envp', 'address', 'machine']

const MEMORY_TIES: ReadonlySet<string> = new Set(['memory_read', 'memory_write'])

const SYSTEM_FILE = new RegExp(
  [
    '^/(usr/)?(s?bin|lib(32|64|x32|exec)?)/',
    '^/usr/(share|local/lib)/',
    '^/(proc|sys)/',
    '^/etc/(ld\\.so\\.|ssl/|locale|localtime$|nsswitch|passwd$|group$|hosts$|host\\.conf|resolv|gai)',
  ].join('|'),
)

/** Leaves out and merges; the result is a picture of the same kind. */
export function simplify(picture: Picture, options: SimplifyOptions = {}): Picture {
  const isHidden = hiddenTypes(options)
  const merged = options.mergesProcesses === false ? picture : mergeProcesses(picture)
  const kept = merged.edges.filter(
    ({ from, to, type }) => from !== to && !isHidden(type) && !isCreationInFolder(merged, to, type),
  )
  const edges = withoutOpeningToWrite(kept)
  const visible = new Map<string, PictureNode>()
  const written = new Set(edges.map(({ to }) => to))
  for (const [key, node] of merged.nodes) {
    const isSystem = SYSTEM_FILE.test(node.name ?? '') && !written.has(key)
    const leavesOut =
      isHidden(node.type) || (isSystem && node.type !== 'task' && !options.keepsSystemFiles)
    if (!leavesOut) visible.set(key, node)
  }
  const shown = edges.filter(({ from, to }) => visible.has(from) && visible.has(to))
  const joined = new Set(shown.flatMap(({ from, to }) => [from, to]))
  for (const [key, node] of visible) {
    if (!joined.has(key) && node.type !== 'task') visible.delete(key)
  }
  return { nodes: visible, edges: shown }
}

function hiddenTypes({ hide, show }: SimplifyOptions): (type: string) => boolean {
  const hidden = new Set([...LOW_VALUE, ...CARRIERS, ...(hide ?? [])])
  for (const type of show ?? []) hidden.delete(type)
  return (type) => hidden.has(type)
}

/** `inode_create` goes into the folder as well as into the new file; the file says enough. */
function isCreationInFolder({ nodes }: Picture, to: string, type: string): boolean {
  return type === 'inode_create' && nodes.get(to)?.type === 'directory'
}

/** Who opens a file to write gets nothing out of it: that arrow goes where only it leads back. */
function withoutOpeningToWrite(edges: readonly PictureEdge[]): readonly PictureEdge[] {
  const pair = (from: string, to: string) => `${from} ${to}`
  const flows = new Set(edges.filter((e) => e.type !== 'open').map((e) => pair(e.from, e.to)))
  return edges.filter(
    ({ type, from, to }) =>
      type !== 'open' || flows.has(pair(from, to)) || !flows.has(pair(to, from)),
  )
}

/** A task, the other threads of its process and their memory become one node. */
function mergeProcesses(picture: Picture): Picture {
  const groupOf = tieMemories(picture)
  const groups = new Map<string, PictureNode[]>()
  for (const node of picture.nodes.values()) {
    const key = groupOf(node.key)
    const group = groups.get(key)
    if (group) group.push(node)
    else groups.set(key, [node])
  }
  const commands = commandLines(picture, groupOf)
  const nodes = new Map<string, PictureNode>()
  for (const [key, group] of groups) nodes.set(key, mergeNodes(key, group, commands.get(key)))
  const edges = new Map<string, PictureEdge>()
  for (const edge of picture.edges) {
    const [from, to] = [groupOf(edge.from), groupOf(edge.to)]
    const key = `${from} ${to} ${edge.type} ${edge.isAllowed}`
    const relations = [...(edges.get(key)?.relations ?? []), ...edge.relations]
    edges.set(key, { ...edge, from, to, relations })
  }
  return { nodes, edges: [...edges.values()] }
}

/** Which node stands for which: tasks and memories that read and write each other are one process. */
function tieMemories({ edges }: Picture): (key: string) => string {
  const parents = new Map<string, string>()
  const groupOf = (key: string): string => {
    let root = key
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next
    return root
  }
  for (const { type, from, to } of edges) {
    if (!MEMORY_TIES.has(type)) continue
    const [a, b] = [groupOf(from), groupOf(to)]
    if (a !== b) parents.set(a, b)
  }
  return groupOf
}

function mergeNodes(
  key: string,
  group: readonly PictureNode[],
  command: string | undefined,
): PictureNode {
  const tasks = group.filter(({ type }) => type === 'task')
  const first = tasks[0] ?? (group[0] as PictureNode)
  if (tasks.length === 0 && group.length === 1) return { ...first, key }
  // The memory of the program that ran last has the greatest id.
  const memories = group.filter(({ type }) => type === 'process_memory')
  memories.sort((a, b) => Number(idOf(b) - idOf(a)))
  const name = memories.find((memory) => memory.name !== undefined)?.name ?? first.name
  const vertices = group.flatMap((node) => node.vertices)
  const details = [...(command === undefined ? [] : [command]), ...processIds(tasks)]
  return { key, type: first.type, provClass: first.provClass, name, details, vertices }
}

function idOf(node: PictureNode): bigint {
  return BigInt(textOf(node.vertices[0]?.attributes['cf:id'] ?? 0))
}

function processIds(tasks: readonly PictureNode[]): readonly string[] {
  const pids = tasks
    .map(({ vertices }) => Number(vertices.at(-1)?.attributes['cf:pid'] ?? 0))
    .filter((pid) => pid > 0)
  if (pids.length === 0) return []
  const threads = pids.length > 1 ? `, ${pids.length} threads` : ''
  return [`pid ${Math.min(...pids)}${threads}`]
}

/** The arguments of the last exec of each process, as one line. */
function commandLines(
  { nodes, edges }: Picture,
  groupOf: (key: string) => string,
): ReadonlyMap<string, string> {
  const calls = new Map<string, { readonly last: bigint; readonly words: string[] }>()
  const args = edges.filter(({ type }) => type === 'arg')
  const idsOf = (edge: PictureEdge) => edge.relations.at(-1)?.id ?? 0n
  args.sort((a, b) => Number(idsOf(a) - idsOf(b)))
  for (const [memory, edgesOfCall] of groupByReceiver(args)) {
    const last = idsOf(edgesOfCall.at(-1) as PictureEdge)
    const words = edgesOfCall.map(({ from }) => nodes.get(from)?.name ?? '')
    const process = groupOf(memory)
    if (last > (calls.get(process)?.last ?? -1n)) calls.set(process, { last, words })
  }
  return new Map([...calls].map(([process, { words }]) => [process, words.join(' ')]))
}

function groupByReceiver(edges: readonly PictureEdge[]): Map<string, PictureEdge[]> {
  const groups = new Map<string, PictureEdge[]>()
  for (const edge of edges) groups.set(edge.to, [...(groups.get(edge.to) ?? []), edge])
  return groups
}
