/**
 * Path names on the wire: the kernel walks from the leaf to the root and sends the components in that
 * order; this turns them round. Names are bytes: nothing here assumes UTF-8.
 */
import { PATH_FLAG } from './layout.ts'

const SLASH = 0x2f
const DELETED = Buffer.from(' (deleted)')
/** Stands in for the root end of a path that is cut. */
const CUT = Buffer.from('...')

/** Room for the longest path, reused from call to call. */
export class PathText {
  bytes: Uint8Array = new Uint8Array(8192)
  length = 0

  /**
   * Puts one path together; the text is then `bytes` up to `length`, until the next call.
   *
   * @param source memory with the payload of a path message.
   * @param start first byte of the payload.
   * @param size bytes of the payload.
   * @param flags `PATH_FLAG` bits of the message.
   */
  read(source: Uint8Array, start: number, size: number, flags: number): void {
    const room = size + DELETED.length + CUT.length + 2
    if (this.bytes.length < room) this.bytes = new Uint8Array(room * 2)
    let end = 0
    if (flags & PATH_FLAG.cut) {
      this.bytes.set(CUT)
      end = CUT.length
    }
    end =
      flags & PATH_FLAG.components
        ? this.#turn(source, start, size, end)
        : this.#copy(source, start, size, end)
    if (flags & PATH_FLAG.deleted) {
      this.bytes.set(DELETED, end)
      end += DELETED.length
    }
    this.length = end
  }

  #copy(source: Uint8Array, start: number, size: number, at: number): number {
    for (let i = 0; i < size; i++) this.bytes[at + i] = source[start + i] as number
    return at + size
  }

  /** Each component with its NUL becomes a slash with the component, filled in from the right. */
  #turn(source: Uint8Array, start: number, size: number, at: number): number {
    const { bytes } = this
    if (size === 0) {
      bytes[at] = SLASH
      return at + 1
    }
    const stop = start + size
    const isEnded = source[stop - 1] === 0
    const end = at + size + (isEnded ? 0 : 1)
    let right = end
    let from = start
    while (from < stop) {
      let to = from
      while (to < stop && source[to] !== 0) to++
      right -= to - from
      for (let i = from; i < to; i++) bytes[right + i - from] = source[i] as number
      right--
      bytes[right] = SLASH
      from = to + 1
    }
    return end
  }
}
