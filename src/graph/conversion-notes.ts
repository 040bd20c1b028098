/** What a conversion cannot carry over, counted, to be told when it is done. */

/** Counts what is left out, and remembers what was never there. */
export class ConversionNotes {
  readonly #leftOut = new Map<string, number>()
  readonly #compatLogs = new Set<string>()
  #unknownLengths = 0

  /** The form has no place for it. @param what an attribute or a type. */
  leaveOut(what: string): void {
    this.#leftOut.set(what, (this.#leftOut.get(what) ?? 0) + 1)
  }

  /** The log was written in the profile `compat`. */
  isCompat(log: string): void {
    this.#compatLogs.add(log)
  }

  /** Nothing tells whether the length of a packet is byte-swapped. */
  unknownLength(): void {
    this.#unknownLengths++
  }

  /** One sentence each. @param isToldMore whether the result could say more than `compat` does. */
  lines(isToldMore: boolean): readonly string[] {
    const lines: string[] = []
    if (isToldMore && this.#compatLogs.size > 0) {
      lines.push(
        `what the profile compat does not record is not in the result either: ${ONLY_STANDARD} ` +
          `(${[...this.#compatLogs].join(', ')})`,
      )
    }
    const leftOut = [...this.#leftOut].map(([what, count]) => `${what} (${count})`)
    if (leftOut.length > 0) lines.push(`left out, there is no place for it: ${leftOut.join(', ')}`)
    if (this.#unknownLengths > 0) {
      lines.push(`cf:len of packets may be byte-swapped, nothing tells (${this.#unknownLengths})`)
    }
    return lines
  }
}

/** What `standard` has and `compat` has not. */
const ONLY_STANDARD =
  'control group, container and exit of a task, names of abstract sockets, and whether a path is cut'
