/**
 * What is kept with a file in its attribute `security.provenance`: CamFlow's short record of the inode, 256
 * bytes, little-endian. Written as CamFlow writes it; of what is read only flags and labels count.
 *
 * @source graph-model specification §4.1 to §4.3, §11
 */
import { CamflowError } from '../errors.ts'
import { type VertexIdentity, vertexIdentifier, vertexTypeWord } from './identifier.ts'
import { type VertexTypeName, vertexTypes } from './registry.ts'

/** Bytes of the value. */
export const SAVED_STATE_BYTES = 256

const IDENTIFIER_AT = 0
/** Between the two stand `epoch` and `nepoch`, which are not kept. */
const FLAGS_AT = 40
const TAINT_AT = 56
const NAME_AT = 64
const UID_AT = 128
const GID_AT = 132
const INO_AT = 144
const MODE_AT = 152
const UUID_AT = 154

const TRACKED = 1
const OPAQUE = 2
const PROPAGATE = 4

/** Flags and labels of an object. */
export interface Flags {
  readonly isTracked: boolean
  readonly isOpaque: boolean
  readonly doesPropagate: boolean
  readonly taint: bigint
}

/** What is saved of a file. */
export interface SavedState extends Flags, Omit<VertexIdentity, 'type' | 'packet'> {
  /** `undefined` where the bytes name no type: whoever wrote them filled in the flags only. */
  readonly type: VertexTypeName | undefined
  /** Path vertex last attached; 0: none. */
  readonly nameId: bigint
  readonly ino: bigint
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** UUID of the file system, 16 bytes. */
  readonly sbUuid: Uint8Array
}

/** The 256 bytes. */
export function encodeSavedState(
  state: SavedState & { readonly type: VertexTypeName },
): Uint8Array {
  const bytes = new Uint8Array(SAVED_STATE_BYTES)
  const view = new DataView(bytes.buffer)
  const { bootId, machineId } = state
  bytes.set(vertexIdentifier(state), IDENTIFIER_AT)
  const tracked = state.isTracked ? TRACKED : 0
  const opaque = state.isOpaque ? OPAQUE : 0
  view.setUint32(FLAGS_AT, tracked | opaque | (state.doesPropagate ? PROPAGATE : 0), true)
  view.setBigUint64(TAINT_AT, state.taint, true)
  if (state.nameId !== 0n) {
    const name = { type: 'path', id: state.nameId, bootId, machineId, version: 0 } as const
    bytes.set(vertexIdentifier(name), NAME_AT)
  }
  view.setUint32(UID_AT, state.uid, true)
  view.setUint32(GID_AT, state.gid, true)
  view.setBigUint64(INO_AT, state.ino, true)
  view.setUint16(MODE_AT, state.mode, true)
  bytes.set(state.sbUuid.subarray(0, 16), UUID_AT)
  return bytes
}

/**
 * Reads the bytes back.
 *
 * @throws CF_SAVED_STATE when there are not 256 of them.
 */
export function decodeSavedState(bytes: Uint8Array): SavedState {
  if (bytes.length !== SAVED_STATE_BYTES) {
    throw new CamflowError('CF_SAVED_STATE', `It has ${bytes.length} bytes.`)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const word = view.getBigUint64(IDENTIFIER_AT, true)
  const flags = view.getUint32(FLAGS_AT, true)
  return {
    type: vertexTypes.find(({ name }) => vertexTypeWord(name) === word)?.name,
    id: view.getBigUint64(IDENTIFIER_AT + 8, true),
    bootId: view.getUint32(IDENTIFIER_AT + 16, true),
    machineId: view.getUint32(IDENTIFIER_AT + 20, true),
    version: view.getUint32(IDENTIFIER_AT + 24, true),
    isTracked: (flags & TRACKED) !== 0,
    isOpaque: (flags & OPAQUE) !== 0,
    doesPropagate: (flags & PROPAGATE) !== 0,
    taint: view.getBigUint64(TAINT_AT, true),
    nameId: view.getBigUint64(NAME_AT + 8, true),
    ino: view.getBigUint64(INO_AT, true),
    mode: view.getUint16(MODE_AT, true),
    uid: view.getUint32(UID_AT, true),
    gid: view.getUint32(GID_AT, true),
    sbUuid: bytes.slice(UUID_AT, UUID_AT + 16),
  }
}
