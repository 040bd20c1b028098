/** The targets in the maps of loaded capture programs. */
import { CamflowError } from '../errors.ts'
import type { Control } from '../kernel/control.ts'
import { entriesOf } from '../kernel/kernel-object.ts'
import { controlLayout, TARGET_KIND, TARGET_LIST } from '../kernel/layout.ts'
import { libbpf } from '../kernel/libbpf.ts'
import type { ProgramSet } from '../kernel/programs.ts'
import { mapOf } from '../kernel/request.ts'
import { contextKey, contextOfKey } from '../kernel/security-contexts.ts'
import {
  mergeTarget,
  type Target,
  type TargetAction,
  type TargetKey,
  targetKeyText,
  targetKinds,
} from './target.ts'
import {
  readAction,
  readLists,
  type StoredAction,
  type TargetLists,
  writeAction,
  writeLists,
} from './target-layout.ts'

/** Kinds with a map of their own: one entry for each target. */
const MAPS = {
  user: 'user_targets',
  group: 'group_targets',
  cgroup: 'cgroup_targets',
  secctx: 'context_targets',
} as const
type MapKind = keyof typeof MAPS
type MapTargetKey = Extract<TargetKey, { kind: MapKind }>
type ListKind = keyof TargetLists

const ANY = 0
const ID_BYTES = {
  user: 4,
  group: 4,
  cgroup: 8,
  secctx: controlLayout.security_context.size,
} as const satisfies Record<MapKind, number>

/** Reads and changes them; a flow sees the targets before or after a change. */
export class TargetStore {
  readonly #programs: Pick<ProgramSet, 'maps'>
  readonly #control: Control

  constructor(programs: Pick<ProgramSet, 'maps'>, control: Control) {
    this.#programs = programs
    this.#control = control
  }

  /** By kind as in `targetKinds`, then as they were set. */
  list(): readonly Target[] {
    const lists = this.#lists()
    const all: Readonly<Record<TargetKey['kind'], readonly Target[]>> = {
      ...lists,
      user: this.#entries('user').map(({ target }) => target),
      group: this.#entries('group').map(({ target }) => target),
      cgroup: this.#entries('cgroup').map(({ target }) => target),
      secctx: this.#entries('secctx').map(({ target }) => target),
    }
    return targetKinds.flatMap((kind) => all[kind])
  }

  /** Sets one. @throws CF_TARGET_FULL, CF_TARGET_UNSUPPORTED */
  set(target: Target): void {
    this.#requireContexts(target)
    if (isInMap(target)) this.#setEntry(target)
    else this.#changeList(target.kind, (list) => withTarget(list, target))
    this.#control.targets |= TARGET_KIND[target.kind]
  }

  /** Deletes one. @returns false when there was none. */
  delete(key: TargetKey): boolean {
    const text = targetKeyText(key)
    const isThere = this.list().some((each) => targetKeyText(each) === text)
    if (!isThere) return false
    if (isInMap(key)) {
      libbpf().bpf_map_delete_elem(mapOf(this.#programs, MAPS[key.kind]), mapKey(key))
    } else {
      this.#changeList(key.kind, (list) => list.filter((each) => targetKeyText(each) !== text))
    }
    if (!this.list().some(({ kind }) => kind === key.kind)) {
      this.#control.targets &= ~TARGET_KIND[key.kind]
    }
    return true
  }

  /** Makes these, and no others, the targets in force. @throws CF_TARGET_FULL, CF_TARGET_UNSUPPORTED */
  replace(targets: readonly Target[]): void {
    for (const target of targets) this.#requireContexts(target)
    const wanted = foldTargets(targets)
    const texts = new Set(wanted.map(targetKeyText))
    for (const target of this.list()) {
      if (isInMap(target) && !texts.has(targetKeyText(target))) this.delete(target)
    }
    for (const kind of ['ingress', 'egress', 'namespace'] as const) {
      const list = wanted.filter((each) => each.kind === kind)
      this.#changeList(kind, () => list)
      if (list.length === 0) this.#control.targets &= ~TARGET_KIND[kind]
    }
    for (const target of wanted) this.set(target)
  }

  #requireContexts(target: Target): void {
    if (target.kind !== 'secctx' || this.#control.contextModule !== undefined) return
    throw new CamflowError('CF_TARGET_UNSUPPORTED', target.context)
  }

  #setEntry(target: Extract<Target, { kind: MapKind }>): void {
    const entries = this.#entries(target.kind)
    const known = entries.find((each) => targetKeyText(each.target) === targetKeyText(target))
    const order = known?.order ?? (entries.at(-1)?.order ?? 0) + 1
    const value = new Uint8Array(controlLayout.target.size)
    writeAction(new DataView(value.buffer), 0, { action: target, order })
    const map = mapOf(this.#programs, MAPS[target.kind])
    const result = libbpf().bpf_map_update_elem(map, mapKey(target), value, ANY)
    if (result < 0) throw new CamflowError('CF_TARGET_FULL', targetKeyText(target))
  }

  #entries<K extends MapKind>(kind: K): readonly (StoredAction & { readonly target: Target })[] {
    const map = mapOf(this.#programs, MAPS[kind])
    return entriesOf(map, ID_BYTES[kind], controlLayout.target.size)
      .map(({ key, value }) => {
        const stored = readAction(viewOf(value), 0)
        return { ...stored, target: { ...keyOf(kind, key), ...stored.action } }
      })
      .sort((a, b) => a.order - b.order)
  }

  #lists(): TargetLists {
    const bytes = new Uint8Array(controlLayout.target_lists.size)
    const map = mapOf(this.#programs, 'target_lists')
    const slot = Uint32Array.of(this.#control.targetSlot)
    const result = libbpf().bpf_map_lookup_elem(map, new Uint8Array(slot.buffer), bytes)
    if (result < 0) throw new CamflowError('CF_MAP_ACCESS', `target_lists: errno ${-result}`)
    return readLists(bytes)
  }

  /** Writes the lists that are not in force, then puts them in force. */
  #changeList(kind: ListKind, change: (list: readonly Target[]) => readonly Target[]): void {
    const before = this.#lists()
    const list = change(before[kind])
    if (list.length > TARGET_LIST) throw new CamflowError('CF_TARGET_FULL', kind)
    const slot = this.#control.targetSlot ^ 1
    const key = new Uint8Array(Uint32Array.of(slot).buffer)
    const value = writeLists({ ...before, [kind]: list })
    const result = libbpf().bpf_map_update_elem(
      mapOf(this.#programs, 'target_lists'),
      key,
      value,
      ANY,
    )
    if (result < 0) throw new CamflowError('CF_MAP_ACCESS', `target_lists: errno ${-result}`)
    this.#control.targetSlot = slot
  }
}

/** A list with a target in its place, or at the end. */
function withTarget(list: readonly Target[], target: Target): readonly Target[] {
  const text = targetKeyText(target)
  const at = list.findIndex((each) => targetKeyText(each) === text)
  return at < 0 ? [...list, target] : list.with(at, mergeTarget(list[at], target))
}

function isInMap<T extends TargetKey>(key: T): key is Extract<T, { kind: MapKind }> {
  return key.kind in MAPS
}

function mapKey(key: MapTargetKey): Uint8Array {
  if (key.kind === 'secctx') return contextKey(key.context)
  if (key.kind === 'cgroup') return new Uint8Array(BigUint64Array.of(key.id).buffer)
  return new Uint8Array(Uint32Array.of(key.kind === 'user' ? key.uid : key.gid).buffer)
}

function keyOf(kind: MapKind, bytes: Uint8Array): MapTargetKey {
  if (kind === 'secctx') return { kind, context: contextOfKey(bytes) }
  const view = viewOf(bytes)
  if (kind === 'cgroup') return { kind, id: view.getBigUint64(0, true) }
  if (kind === 'user') return { kind, uid: view.getUint32(0, true) }
  return { kind, gid: view.getUint32(0, true) }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** What `TargetAction` adds up to when a list of targets is set one after the other. */
export function foldTargets(targets: readonly (TargetKey & TargetAction)[]): readonly Target[] {
  const folded = new Map<string, Target>()
  for (const target of targets) {
    const key = targetKeyText(target)
    folded.set(key, mergeTarget(folded.get(key), target))
  }
  return [...folded.values()]
}
