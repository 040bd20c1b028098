/** What outputs need of the capture, once there is one. */
import type { OutputStatus } from '../outputs/output.ts'
import type { DaemonCapture } from './capture.ts'
import { Throttle } from './throttle.ts'

/** The parts of a capture that outputs have to do with. */
type LinkedCapture = {
  readonly session: { readonly control: Pick<DaemonCapture['session']['control'], 'nextEpoch'> }
  readonly ownFiles: Pick<DaemonCapture['ownFiles'], 'renew'>
}

/** A reader that comes and goes must not have everything described all the time. */
const DESCRIBE_EVERY_MS = 5000

/** Joins outputs to the capture. */
export class CaptureLink {
  #capture: LinkedCapture | undefined
  readonly #describing = new Throttle(DESCRIBE_EVERY_MS, () => {
    this.#capture?.session.control.nextEpoch()
  })

  /** From now on the capture is there. It has begun with an epoch of its own. */
  join(capture: LinkedCapture): void {
    this.#capture = capture
  }

  /** The capture goes. */
  leave(): void {
    this.#describing.stop()
    this.#capture = undefined
  }

  /** A reader knows nothing that was described before; a new file of a log must be kept out. */
  heard(status: OutputStatus): void {
    if (this.#capture === undefined) return
    if (status.state === 'attached') this.describeAgain()
    if (status.state === 'rotated') this.#capture.ownFiles.renew(status.path)
  }

  /** Has every vertex described again before it is used again. */
  describeAgain(): void {
    this.#describing.ask()
  }
}
