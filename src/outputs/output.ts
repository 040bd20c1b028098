/**
 * What every output promises. An output takes whole documents, in order, one at a time, and says
 * when each is safe in the hands of the receiver: the pipeline gives the records up in the kernel's
 * ring only then. An output that cannot take a document now keeps the caller waiting; it never
 * drops one, never cuts one in half, and tells the observer once.
 */

/** What an output tells about its health. Told on change only, never per document. */
export type OutputStatus =
  | { readonly state: 'blocked'; readonly reason: string; readonly cause: unknown }
  | { readonly state: 'warned'; readonly reason: string; readonly cause: unknown }
  | { readonly state: 'resumed'; readonly blockedMs: number }
  /** A reader came that has seen nothing of what was written before. */
  | { readonly state: 'attached' }
  /** What was the file at `path` is closed and called `closed`; a new one is at `path`. */
  | { readonly state: 'rotated'; readonly path: string; readonly closed: string }

/** Told when an output stops accepting and when it goes on. */
export type OutputObserver = (status: OutputStatus) => void

/** Where documents go. */
export interface Output extends AsyncDisposable {
  /** Names the place in messages, `log /var/log/camflow.json`. */
  readonly name: string

  /**
   * Gets ready to write.
   *
   * @throws CF_OUTPUT_OPEN when the place cannot be used, before anything is captured.
   */
  open(): Promise<void>

  /**
   * Hands one document over.
   *
   * @param document whole lines; the bytes must not change until the promise settles.
   * @param signal ends the waiting of a blocked output; the document then counts as not accepted
   *   and nothing of it stays behind, where the place can take something back.
   * @returns when the receiver has accepted the document. Accepted is not yet durable: see `flush`.
   * @throws CF_OUTPUT_TOO_LONG when the place can never carry it; CF_OUTPUT_ABORTED after the signal.
   */
  write(document: Uint8Array, signal?: AbortSignal): Promise<void>

  /** Makes durable what was accepted, as far as the place knows durability. */
  flush(): Promise<void>

  /** Lets go of the place and takes it anew, after a rotation. Documents are never split by it. */
  reopen(): Promise<void>

  /** Flushes and lets go. A waiting `write` is refused. Safe to call twice. */
  close(): Promise<void>
}
