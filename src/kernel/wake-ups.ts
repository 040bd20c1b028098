/**
 * How the kernel gets the attention of the reader of its ring: two words that both see. While the reader is
 * awake, a word says that a record came that should not wait; a wake-up, which is dear, the kernel makes only
 * for a reader that has said that it is asleep (`reader_call` of bpf/prov/relay.h).
 */
import { controlLayout, offsetOf } from './layout.ts'

const URGENT_AT = offsetOf('counters', 'urgent') >>> 2
const ASLEEP_AT = offsetOf('counters', 'asleep') >>> 2

/** The reader's side of the two words. What a reader before this one left in them costs a look, no more. */
export class WakeUps {
  readonly #words: Int32Array

  /** @param memory the section `.data.counters`, mapped. */
  constructor(memory: ArrayBuffer) {
    this.#words = new Int32Array(memory, 0, controlLayout.counters.size >>> 2)
  }

  /** Whether something that should not wait came since the last call; it is in the ring then. */
  take(): boolean {
    if (Atomics.load(this.#words, URGENT_AT) === 0) return false
    Atomics.store(this.#words, URGENT_AT, 0)
    return true
  }

  /** Before the last look at the ring: what comes after that look wakes the reader. */
  fallAsleep(): void {
    Atomics.store(this.#words, ASLEEP_AT, 1)
  }

  /** The reader looks at the ring by itself again. */
  getUp(): void {
    Atomics.store(this.#words, ASLEEP_AT, 0)
  }
}
