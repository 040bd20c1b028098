/** The daemon's own files, which are never captured: a log that tells of its own growth grows for ever. */
import type { CaptureSession } from '../capture/session.ts'
import type { FileTarget } from '../kernel/file-target.ts'

/** Files that are kept out of one capture. */
export class OwnFiles {
  readonly #session: Pick<CaptureSession, 'makeFileOpaque'>
  readonly #targets = new Map<string, FileTarget | undefined>()

  /** @param paths files that exist. */
  constructor(session: Pick<CaptureSession, 'makeFileOpaque'>, paths: readonly string[]) {
    this.#session = session
    for (const path of paths) this.#targets.set(path, session.makeFileOpaque(path))
  }

  /** A path leads to another file now: the old one is anybody's. */
  renew(path: string): void {
    this.release(path)
    this.#targets.set(path, this.#session.makeFileOpaque(path))
  }

  /** To be called before the file is removed: another one may get its number. */
  release(path: string): void {
    this.#targets.get(path)?.release()
    this.#targets.delete(path)
  }
}
