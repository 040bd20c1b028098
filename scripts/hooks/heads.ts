/** The comment above each hook: when the kernel calls it, what flows, the prototype it relies on. */
import { hookFiles, sourceText } from './programs.ts'

/** What the comment says. */
export interface HookHead {
  readonly name: string
  /** File under bpf/. */
  readonly file: string
  /** First sentence: what is about to happen. */
  readonly about: string
  /** When it is called, and what else is worth knowing. */
  readonly called: string
  readonly flows: string
  /** `match-proto:KERNEL:PROTOTYPE` */
  readonly proto: { readonly kernel: string; readonly text: string } | undefined
}

/** Every head, in the order of the files. */
export function hookHeads(): readonly HookHead[] {
  const heads = hookFiles().flatMap((file) => headsOf(file, sourceText(file)))
  return heads.map((head) => withFlowsOf(head, heads))
}

/** What the verbs do by themselves, around each flow of a hook. */
export function verbHead(): HookHead {
  const file = 'prov/verbs.h'
  const head = headsOf(file, sourceText(file)).find(({ name }) => name === 'verbs')
  if (head === undefined) throw new Error(`${file} has no head "verbs"`)
  return head
}

function headsOf(file: string, text: string): readonly HookHead[] {
  return [...text.matchAll(/\/\*([\s\S]*?)\*\//g)].flatMap(([, comment = '']) => {
    const lines = comment.split('\n').map((line) => line.replace(/^\s*\*?\s?/, '').trimEnd())
    return parseHead(file, lines)
  })
}

/** `name - sentence` on one line or, for hooks that make one flow together, on several. */
function parseHead(file: string, lines: readonly string[]): readonly HookHead[] {
  const starts = lines.flatMap((line, index) => (/^\w+ - \w/.test(line) ? [index] : []))
  if (starts.length === 0 || (starts[0] as number) > 1) return []
  const flowsAt = lines.findIndex((line) => line.startsWith('Flows'))
  const protoLine = lines.find((line) => line.startsWith('match-proto:'))
  const [, kernel, proto] = /^match-proto:([\d.]+):(.*)$/.exec(protoLine ?? '') ?? []
  const end = flowsAt < 0 ? lines.findIndex((line) => line.startsWith('match-proto')) : flowsAt
  const flowLines = flowsAt < 0 ? [] : lines.slice(flowsAt)
  const flows = flowLines.filter((line) => line !== protoLine).join(' ')
  return starts.map((start, index) => {
    const stop = starts[index + 1] ?? (end < 0 ? lines.length : end)
    const [first = '', ...rest] = sentences(lines.slice(start, stop).join(' '))
    const [, name = '', about = ''] = /^(\w+) - (.*)$/.exec(first) ?? []
    return {
      name,
      file,
      about: about.replace(/\.$/, ''),
      called: rest.join(' '),
      flows: tidy(flows.replace(/^Flows(?:, ([^:]*))?:/, (_, when) => (when ? `${when}:` : ''))),
      // With several names it is the first one's.
      proto: kernel === undefined || index > 0 ? undefined : { kernel, text: proto ?? '' },
    }
  })
}

function sentences(text: string): readonly string[] {
  return tidy(text).split(/(?<=\.) (?=[A-Z])/)
}

function tidy(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

/** `as inode_unlink` stands for the flows of that hook. */
function withFlowsOf(head: HookHead, heads: readonly HookHead[]): HookHead {
  const other = /^as (\w+)$/.exec(head.flows)?.[1]
  if (other === undefined) return head
  const found = heads.find(({ name }) => name === other)
  if (found === undefined) throw new Error(`${head.file}: ${head.name} refers to ${other}`)
  return { ...head, flows: found.flows }
}
