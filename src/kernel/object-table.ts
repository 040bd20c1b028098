/** Where the capture programs keep the state of objects, a place each: `objects` of bpf/prov/object.h. */

/** Bytes of `struct prov`, whose layout is asserted there. */
export const OBJECT_BYTES = 128

const STATE_AT = 8
const ENDED = 1n << 63n

/** The state in a place. @param objects the section's memory, shared with the programs. */
export function objectAt(objects: ArrayBuffer, slot: number): DataView {
  return new DataView(objects, slot * OBJECT_BYTES, OBJECT_BYTES)
}

/** Node id of the object in a place. */
export function objectId(object: DataView): bigint {
  return object.getBigUint64(0, true)
}

/** Whether the object in a place has not ended. */
export function objectLives(object: DataView): boolean {
  return (object.getBigUint64(STATE_AT, true) & ENDED) === 0n
}
