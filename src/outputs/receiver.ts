/** Someone who may be there to read, may read slowly, may leave and come back: a pipe's or socket's other end. */
export interface Receiver {
  /** Names the place in messages. */
  readonly name: string
  /** Gets ready. @throws CF_OUTPUT_OPEN when the place can never be used. */
  open(): void
  /** Looks for a reader. @returns false when there is none now. */
  attach(): boolean
  /**
   * Hands over a document from byte `from` on, without waiting.
   *
   * @returns bytes taken, 0 when there is no room; `absent` when the reader has left.
   * @throws CF_OUTPUT_TOO_LONG when no reader can ever get it.
   */
  put(document: Uint8Array, from: number): number | 'absent'
  /**
   * Lets go of a reader who has left.
   *
   * @returns the documents that were handed over whole and that it may not have read, oldest first.
   */
  detach(): readonly Uint8Array[]
  /** Lets go of the place; safe to call twice. What a living reader was given stays readable. */
  close(): void
}
