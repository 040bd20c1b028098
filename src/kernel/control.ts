/**
 * The live controls of loaded capture programs, written and read through mapped memory: a change of
 * policy is a few stores, no system call.
 */
import { controlLayout, offsetOf, TARGET_KIND } from './layout.ts'
import { type CaptureMode, captureModes } from './object-file.ts'
import { isPlain, type Policy } from './policy.ts'

const POLICY_BYTES = controlLayout.policy.size
const GENERATION = offsetOf('control', 'generation') >>> 2
const EPOCH = offsetOf('control', 'epoch') >>> 2
const OBJECT_LIMIT = offsetOf('control', 'object_limit') >>> 2
const TARGETS = offsetOf('control', 'targets') >>> 2
const TARGET_SLOT = offsetOf('control', 'target_slot') >>> 2
const MACHINE_ID = offsetOf('control', 'machine_id') >>> 2
const BOOT_ID = offsetOf('control', 'boot_id') >>> 2
const SCOPE = offsetOf('control', 'scope') >>> 2
const TRACKED_OBJECTS = offsetOf('control', 'tracked_objects') >>> 2
const TRACKED_INODES = offsetOf('control', 'tracked_inodes') >>> 2
const PERSISTS = offsetOf('control', 'persists') >>> 2
const SECURITY_MODULE = offsetOf('control', 'security_module') >>> 2
const BUFFER_EXPONENT = offsetOf('control', 'buffer_exponent') >>> 2
const BUFFER_COUNT = offsetOf('control', 'buffer_count') >>> 2
const RING_BYTES = offsetOf('control', 'ring_bytes') >>> 2
const MODE = offsetOf('control', 'mode') >>> 2
const PLAIN = offsetOf('control', 'plain') >>> 2
/** As far as `trackings` moves at a time: bpf/prov/recent.h. */
const TRACKING_STEP = 0xd1342543de82ef95n
const TRACKINGS = offsetOf('control', 'trackings') >>> 3
const SLOTS = offsetOf('control', 'slots')

const filterFields = {
  nodeFilter: 'node_filter',
  propagateNodeFilter: 'propagate_node_filter',
  derivedFilter: 'derived_filter',
  generatedFilter: 'generated_filter',
  usedFilter: 'used_filter',
  informedFilter: 'informed_filter',
  propagateDerivedFilter: 'propagate_derived_filter',
  propagateGeneratedFilter: 'propagate_generated_filter',
  propagateUsedFilter: 'propagate_used_filter',
  propagateInformedFilter: 'propagate_informed_filter',
} as const satisfies Partial<Record<keyof Policy, string>>

const switchFields = {
  isEnabled: 'enabled',
  capturesAll: 'all',
  versions: 'versioning',
  compressesNodes: 'compress_node',
  compressesEdges: 'compress_edge',
  duplicates: 'duplicate',
} as const satisfies Partial<Record<keyof Policy, string>>

type FilterName = keyof typeof filterFields
type SwitchName = keyof typeof switchFields

function entries<K extends string, V>(table: Readonly<Record<K, V>>): readonly [K, V][] {
  return Object.entries(table) as [K, V][]
}

/** Scope of the identifiers of one capture. */
export interface CaptureIdentity {
  readonly machineId: number
  readonly bootId: number
}

/** `enum scope` of bpf/control.h: the higher, the more has to be looked at. */
const SCOPE_OF = { nothing: 0, tracked: 1, owned: 2, all: 3 } as const

/** How the file in force tells the size of the ring. */
export interface RelayBuffers {
  /** A buffer has 2^this bytes. */
  readonly bufferExponent: number
  /** For each processor and channel. */
  readonly bufferCount: number
}

/** Security modules whose contexts the programs can read. */
export type ContextModule = 'apparmor'

/** `SECURITY_APPARMOR` of bpf/control.h. */
const APPARMOR = 1

/** Of a policy and the kinds of targets, when something is tracked already or nothing is. */
function scopeOf(policy: Policy, targets: number, isTracking: boolean): number {
  if (!policy.isEnabled) return SCOPE_OF.nothing
  if (policy.capturesAll) return SCOPE_OF.all
  if (targets & (TARGET_KIND.user | TARGET_KIND.group)) return SCOPE_OF.owned
  return isTracking ? SCOPE_OF.tracked : SCOPE_OF.nothing
}

/** Told of a change of policy. */
export interface PolicyObserver {
  /** Before the policy is in force. */
  before(policy: Policy): void
  /** Once it is. */
  after(policy: Policy): void
}

/** Policy, epoch and limits in force. */
export class Control {
  readonly #view: DataView
  readonly #words: Uint32Array
  readonly #doubleWords: BigUint64Array
  readonly #observer: PolicyObserver | undefined

  /** @param memory the section `.data.control`, mapped. */
  constructor(memory: ArrayBuffer, observer?: PolicyObserver) {
    this.#observer = observer
    this.#view = new DataView(memory)
    this.#words = new Uint32Array(memory, 0, SLOTS >>> 2)
    this.#doubleWords = new BigUint64Array(memory, 0, SLOTS >>> 3)
  }

  /** Number of policy changes so far; the policy in force stands in slot `generation & 1`. */
  get generation(): number {
    return Atomics.load(this.#words, GENERATION)
  }

  /** The policy in force. */
  get policy(): Policy {
    const base = this.#slot(this.generation)
    const filters = entries<FilterName, string>(filterFields).map(([name, field]) => [
      name,
      this.#view.getBigUint64(base + offsetOf('policy', field), true),
    ])
    const switches = entries<SwitchName, string>(switchFields).map(([name, field]) => [
      name,
      this.#view.getUint8(base + offsetOf('policy', field)) !== 0,
    ])
    return Object.fromEntries([...filters, ...switches]) as Policy
  }

  /** Puts a policy in force: an operation sees the old one or the new one, never half. */
  set policy(policy: Policy) {
    this.#observer?.before(policy)
    // While nothing was attached, what was seen not to be tracked may have made way for something else.
    Atomics.add(this.#doubleWords, TRACKINGS, TRACKING_STEP)
    const base = this.#slot(this.generation + 1)
    for (const [name, field] of entries<FilterName, string>(filterFields)) {
      this.#view.setBigUint64(base + offsetOf('policy', field), policy[name], true)
    }
    for (const [name, field] of entries<SwitchName, string>(switchFields)) {
      this.#view.setUint8(base + offsetOf('policy', field), policy[name] ? 1 : 0)
    }
    this.#changeScope(policy, this.targets, () => {
      Atomics.store(this.#words, PLAIN, 0)
      Atomics.add(this.#words, GENERATION, 1)
      Atomics.store(this.#words, PLAIN, isPlain(policy) ? 1 : 0)
    })
    this.#observer?.after(policy)
  }

  /** Changes some parts of the policy in force. */
  change(parts: Partial<Policy>): void {
    this.policy = { ...this.policy, ...parts }
  }

  get epoch(): number {
    return Atomics.load(this.#words, EPOCH)
  }

  /** Starts a new epoch: every vertex is published again before its next relation. */
  nextEpoch(): void {
    Atomics.add(this.#words, EPOCH, 1)
  }

  /** Says that nothing is tracked. To be called only when that is so: all hooks leave at once then. */
  forgetTracked(): void {
    Atomics.store(this.#words, TRACKED_OBJECTS, 0)
    Atomics.store(this.#words, TRACKED_INODES, 0)
    this.#changeScope(this.policy, this.targets, () => undefined)
  }

  /** Objects that the kernel side can hold at once. */
  get objectLimit(): number {
    return Atomics.load(this.#words, OBJECT_LIMIT)
  }

  set objectLimit(limit: number) {
    Atomics.store(this.#words, OBJECT_LIMIT, limit)
  }

  /** Whether the programs tell of files whose flags have grown, through the map `unsaved`. */
  get persists(): boolean {
    return Atomics.load(this.#words, PERSISTS) !== 0
  }

  set persists(isOn: boolean) {
    Atomics.store(this.#words, PERSISTS, isOn ? 1 : 0)
  }

  /** Kinds of targets that there are: bits of `TARGET_KIND`. */
  get targets(): number {
    return Atomics.load(this.#words, TARGETS)
  }

  set targets(kinds: number) {
    this.#changeScope(this.policy, kinds, () => Atomics.store(this.#words, TARGETS, kinds))
  }

  /** Which of the two lists of targets is in force: 0 or 1. */
  get targetSlot(): number {
    return Atomics.load(this.#words, TARGET_SLOT) & 1
  }

  set targetSlot(slot: number) {
    Atomics.store(this.#words, TARGET_SLOT, slot)
  }

  /** The two numbers that scope every identifier of this capture. */
  get identity(): CaptureIdentity {
    const machineId = Atomics.load(this.#words, MACHINE_ID)
    return { machineId, bootId: Atomics.load(this.#words, BOOT_ID) }
  }

  /** To be set before anything is recorded, once. */
  set identity({ machineId, bootId }: CaptureIdentity) {
    Atomics.store(this.#words, MACHINE_ID, machineId)
    Atomics.store(this.#words, BOOT_ID, bootId)
  }

  /** As a file said it; `undefined`: none did. */
  get relayBuffers(): RelayBuffers | undefined {
    const bufferCount = Atomics.load(this.#words, BUFFER_COUNT)
    if (bufferCount === 0) return undefined
    return { bufferExponent: Atomics.load(this.#words, BUFFER_EXPONENT), bufferCount }
  }

  set relayBuffers(buffers: RelayBuffers | undefined) {
    Atomics.store(this.#words, BUFFER_EXPONENT, buffers?.bufferExponent ?? 0)
    Atomics.store(this.#words, BUFFER_COUNT, buffers?.bufferCount ?? 0)
  }

  /** Size of the ring. */
  get ringBytes(): number {
    return Atomics.load(this.#words, RING_BYTES)
  }

  set ringBytes(bytes: number) {
    Atomics.store(this.#words, RING_BYTES, bytes)
  }

  /** How the programs are attached; `undefined`: they are of a version that does not say it. */
  get mode(): CaptureMode | undefined {
    return captureModes[Atomics.load(this.#words, MODE) - 1]
  }

  set mode(mode: CaptureMode) {
    Atomics.store(this.#words, MODE, captureModes.indexOf(mode) + 1)
  }

  /** The security module whose contexts are told. */
  get contextModule(): ContextModule | undefined {
    return Atomics.load(this.#words, SECURITY_MODULE) === APPARMOR ? 'apparmor' : undefined
  }

  set contextModule(name: ContextModule | undefined) {
    Atomics.store(this.#words, SECURITY_MODULE, name === 'apparmor' ? APPARMOR : 0)
  }

  /** Makes a change after which the scope may be another: meanwhile the wider of the two holds. */
  #changeScope(policy: Policy, targets: number, change: () => void): void {
    const scope = scopeOf(policy, targets, this.#isTracking)
    if (scope > Atomics.load(this.#words, SCOPE)) Atomics.store(this.#words, SCOPE, scope)
    change()
    Atomics.store(this.#words, SCOPE, scope)
    // The programs may have tracked their first object in between.
    const now = scopeOf(policy, targets, this.#isTracking)
    if (now > scope) Atomics.store(this.#words, SCOPE, now)
  }

  get #isTracking(): boolean {
    return Atomics.load(this.#words, TRACKED_OBJECTS) !== 0
  }

  #slot(generation: number): number {
    return SLOTS + (generation & 1) * POLICY_BYTES
  }
}
