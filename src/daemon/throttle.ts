/** Work that is asked for often and must not be done often. */
export class Throttle {
  readonly #work: () => void
  readonly #everyMs: number
  #timer: NodeJS.Timeout | undefined
  #isAsked = false

  constructor(everyMs: number, work: () => void) {
    this.#work = work
    this.#everyMs = everyMs
  }

  /** Does the work now, or once when its time has come again. */
  ask(): void {
    if (this.#timer !== undefined) {
      this.#isAsked = true
      return
    }
    this.#isAsked = false
    this.#work()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#isAsked) this.ask()
    }, this.#everyMs)
    this.#timer.unref()
  }

  /** Nothing is done any more. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#isAsked = false
  }
}
