/** One at a time: work that is asked for while other work goes on waits for its turn. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /** Does `work` when everything before it is done. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => {
      // The caller holds `done` and sees the failure; the queue only needs to know the end.
    })
    return done
  }

  /** Waits for everything that was asked for. */
  async idle(): Promise<void> {
    await this.#last
  }
}
