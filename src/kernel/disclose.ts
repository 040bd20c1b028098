/** Hands the capture programs what this thread has to say about itself: bpf/hooks/disclose.h. */
import { CamflowError } from '../errors.ts'
import { controlLayout, DISCLOSURE_BYTES, offsetOf } from './layout.ts'
import { libbpf } from './libbpf.ts'
import type { ProgramSet } from './programs.ts'
import { mapOf, requesterKey, runIterator } from './request.ts'

/** `enum disclosure_kind`. */
const KINDS = { vertex: 1, relation: 2, log: 3 } as const

/** `enum disclosure_result`, by number. */
const results = [
  'not',
  'done',
  'disabled',
  'opaque',
  'unknown',
  'lost',
  'wants-from',
  'wants-to',
  'circle',
] as const

/** How it came out. */
export type DisclosureResult = (typeof results)[number]

/** An object of the graph: id 0 is the calling task. */
export interface DisclosedEnd {
  readonly id: bigint
  /** In the table of objects; `DISCLOSED_SLOT`: said by an application. */
  readonly slot: number
}

/** Where a vertex is that an application said. */
export const DISCLOSED_SLOT = 0xffffffff

/** The task that speaks. */
export const CALLING_TASK: DisclosedEnd = { id: 0n, slot: 0 }

const NOBODY: DisclosedEnd = { id: 0n, slot: DISCLOSED_SLOT }
const ANY = 0

/** What is said. */
export interface Disclosure {
  readonly kind: keyof typeof KINDS
  /** Type byte of the vertex or relation; of a line the flags that it gives its task. */
  readonly type: number
  /** Of a vertex: itself, when it is said again. */
  readonly from?: DisclosedEnd
  readonly to?: DisclosedEnd
  /** Less than `DISCLOSURE_BYTES`. */
  readonly content?: Uint8Array
}

/**
 * Says it.
 *
 * @returns how that came out, and of a vertex the node id.
 * @throws TypeError when the content is too long, CF_MAP_ACCESS when the programs cannot be asked.
 */
export function disclose(
  programs: ProgramSet,
  disclosure: Disclosure,
): { readonly result: DisclosureResult; readonly id: bigint } {
  const map = mapOf(programs, 'disclosures')
  const key = requesterKey()
  const value = encode(disclosure)
  check(libbpf().bpf_map_update_elem(map, key, value, ANY))
  try {
    runIterator(programs, 'control_disclose')
    check(libbpf().bpf_map_lookup_elem(map, key, value))
  } finally {
    libbpf().bpf_map_delete_elem(map, key)
  }
  const view = new DataView(value.buffer)
  const result = results[view.getUint32(offsetOf('disclosure', 'result'), true)] ?? 'not'
  return { result, id: view.getBigUint64(offsetOf('disclosure', 'from'), true) }
}

function encode(disclosure: Disclosure): Uint8Array<ArrayBuffer> {
  const { kind, type, from = NOBODY, to = NOBODY, content = new Uint8Array() } = disclosure
  if (content.length >= DISCLOSURE_BYTES) throw new TypeError('the content is too long')
  const value = new Uint8Array(controlLayout.disclosure.size)
  const view = new DataView(value.buffer)
  view.setUint32(offsetOf('disclosure', 'kind'), KINDS[kind], true)
  view.setUint32(offsetOf('disclosure', 'type'), type, true)
  view.setUint32(offsetOf('disclosure', 'length'), content.length, true)
  for (const [field, end] of [
    ['from', from],
    ['to', to],
  ] as const) {
    view.setBigUint64(offsetOf('disclosure', field), end.id, true)
    view.setUint32(
      offsetOf('disclosure', field) + offsetOf('disclosed_end', 'slot'),
      end.slot,
      true,
    )
  }
  value.set(content, offsetOf('disclosure', 'content'))
  return value
}

function check(result: number): void {
  if (result < 0) throw new CamflowError('CF_MAP_ACCESS', `disclosure: errno ${-result}`)
}
