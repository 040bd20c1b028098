/**
 * CamFlow for programs: one object for a loaded capture. What it controls is `control`, what this program
 * says of itself `disclosure`, how this process stands in the graph `self`.
 *
 * @source library specification: what libprovenance offers to C programs
 */
import { disclosureFileOf } from '../kernel/disclosure-file.ts'
import { type Instance, openInstance } from '../kernel/instance.ts'
import { DEFAULT_PIN_DIRECTORY, openPinned } from '../kernel/pins.ts'
import type { ControlPlane, ObjectChange, ObjectState } from '../policy/control-plane.ts'
import { Disclosure } from '../policy/disclosure.ts'
import { KernelPlane } from '../policy/kernel-plane.ts'
import { identifierText, vertexIdentifier } from '../record/identifier.ts'

/** This process, as the capture knows it. */
export interface Self {
  readonly state: ObjectState
  /** Changes what is recorded of this process. */
  change(change: ObjectChange): ObjectState
}

/** A client of the capture that is loaded. It reads no records: `recordsOf` and the daemon do. */
export class Camflow implements Disposable {
  readonly control: ControlPlane
  readonly disclosure: Disclosure
  readonly self: Self
  readonly #close: () => void

  private constructor(instance: Instance, disclosureFile: string, close: () => void) {
    const control = new KernelPlane(instance)
    this.control = control
    this.disclosure = Disclosure.open(disclosureFile)
    this.#close = close
    this.self = {
      get state() {
        return control.process(process.pid)
      },
      change: (change) => control.changeProcess(process.pid, change),
    }
  }

  /**
   * Opens the capture that the service has pinned. Unlike a reader of records, this process is captured
   * like any other.
   *
   * @throws CF_PIN_MISSING when nothing is pinned there, CF_NOT_PERMITTED without the right to open it.
   */
  static open(pinDirectory: string = DEFAULT_PIN_DIRECTORY): Camflow {
    const programs = openPinned(pinDirectory)
    const instance = openInstance(programs.mode, programs)
    return new Camflow(instance, disclosureFileOf(pinDirectory), () => instance.close())
  }

  /** The identifier of an object, as it stands in logs: `cf:` and 44 characters. */
  identifier(object: ObjectState): string {
    return `cf:${identifierText(vertexIdentifier(object))}`
  }

  /** Lets go. What is in force stays so. */
  close(): void {
    this.#close()
  }

  [Symbol.dispose](): void {
    this.close()
  }
}
