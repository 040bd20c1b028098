/** What one recording of the load is asked for and tells. */

/** The request: the argument of bench/load/recorder.ts, as JSON. */
export interface LoadRequest {
  /** The compiled bench/load.c. */
  readonly program: string
  readonly objects: string
  readonly files: number
  readonly seconds: number
  /** Reads and writes per second; 0: as fast as it goes. */
  readonly rate: number
  readonly ringBytes: number
  /** Where the log goes, or `null`. */
  readonly output: string
  /** Every access makes a relation, also one that is in the graph already. */
  readonly isCompressed: boolean
}

/** The answer, as JSON on standard output. */
export interface LoadAnswer {
  readonly mode: string
  /** Reads and writes done, and in which time. */
  readonly operations: number
  readonly seconds: number
  /** Relations that the kernel made. */
  readonly relationsMade: number
  /** Relations that it counted as lost. */
  readonly lostCounted: number
  /** Relations in the stream, vertices in the stream, ids missing in the stream. */
  readonly relations: number
  readonly vertices: number
  readonly lostInStream: number
  readonly problems: number
  readonly textBytes: number
  readonly ringBytesRead: number
  /** CPU seconds of the recorder while it recorded. */
  readonly recorderCpuSeconds: number
  /** Largest fill of the ring seen, as a fraction. */
  readonly fullest: number
  /** Memory of the recorder at its end, MiB: private, and the mapped ring and files. */
  readonly privateMb: number
  readonly sharedMb: number
  /** The largest resident memory at any time, MiB, the mapped ring included. */
  readonly peakMb: number
}
