/**
 * One open log file: appends whole documents, and takes back what a failed write left behind, so
 * that at every moment, also after a crash, the file is a sequence of whole lines.
 */
import type { Stats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open as openHandle } from 'node:fs/promises'

/** Opens a file for appending; a test puts a failing disk in its place. */
export type OpenFile = (path: string, flags: string, mode: number) => Promise<FileHandle>

const NEWLINE = 0x0a
const OPENING_BRACE = 0x7b
const BLOCK_BYTES = 64 * 1024

/** An append-only file of lines. */
export class LogFile {
  readonly #handle: FileHandle
  readonly #isRegular: boolean
  /** When the file was made; where the file system does not know, when it was opened. */
  readonly bornAtMs: number
  /** Bytes in the file after the last document, as far as nobody else shortened it; 0 for what is no regular file. */
  sizeBytes: number

  private constructor(handle: FileHandle, stats: Stats) {
    this.#handle = handle
    this.#isRegular = stats.isFile()
    // Whole milliseconds, as the clock that it is compared with: else a new file is younger than none.
    this.bornAtMs = stats.birthtimeMs > 0 ? Math.floor(stats.birthtimeMs) : Date.now()
    this.sizeBytes = this.#isRegular ? stats.size : 0
  }

  /**
   * Opens `path` for appending, creates it with mode 0644 when absent. A last line that
   * begins as a document and does not end is the trace of a writer that was killed: it is cut off,
   * since its records were never given up in the kernel and come again. Any other text without a
   * newline is not ours to remove; it gets its newline.
   */
  static async open(path: string, openFile: OpenFile = openHandle): Promise<LogFile> {
    // 'a+' reads too, which the look at the last line needs; what cannot be read is only written.
    const handle = await openFile(path, 'a+', 0o644).catch(() => openFile(path, 'a', 0o644))
    try {
      if ((await handle.stat()).isFile()) await mendLastLine(handle)
      return new LogFile(handle, await handle.stat())
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /**
   * Writes `document` from byte `from` on.
   *
   * @returns bytes of the document that are now in the file, and the error that stopped it. After
   *   an error in a regular file the count is 0 again: the part that got in was taken back.
   */
  async append(
    document: Uint8Array,
    from: number,
  ): Promise<{ readonly written: number; readonly error?: unknown }> {
    let written = from
    try {
      while (written < document.byteLength) {
        const { bytesWritten } = await this.#handle.write(document, written)
        written += bytesWritten
      }
      if (this.#isRegular) this.sizeBytes += written - from
      return { written }
    } catch (error) {
      const isTakenBack = await this.#takeBack(written)
      return { written: isTakenBack ? 0 : written, error }
    }
  }

  /** Removes the start of a document that a failed write left; `from` bytes of it stand in the file. */
  async discard(from: number): Promise<void> {
    if (from > 0) await this.#takeBack(from)
  }

  /** Brings `sizeBytes` up to date: a rotation by copy and truncate makes the file shorter. */
  async measure(): Promise<void> {
    if (this.#isRegular) this.sizeBytes = (await this.#handle.stat()).size
  }

  /** Waits until the disk has everything. Pipes and devices have no disk and refuse: that is fine. */
  async sync(): Promise<void> {
    if (this.#isRegular) await this.#handle.datasync()
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  /** Removes the last bytes. @returns false where they stay. */
  async #takeBack(count: number): Promise<boolean> {
    if (!this.#isRegular) return false
    if (count === 0) return true
    try {
      // A rotation by copy and truncate may have left fewer than these.
      const { size } = await this.#handle.stat()
      await this.#handle.truncate(Math.max(0, size - count))
      return true
    } catch {
      // The line stays unfinished for now; the next append goes on where this one ended.
      return false
    }
  }
}

async function mendLastLine(handle: FileHandle): Promise<void> {
  const { size } = await handle.stat()
  const start = await startOfLastLine(handle, size)
  if (start === size) return
  const line = Buffer.alloc(size - start)
  await handle.read(line, 0, line.byteLength, start)
  if (line[0] === OPENING_BRACE && !isWholeJson(line)) await handle.truncate(start)
  else await handle.write('\n')
}

async function startOfLastLine(handle: FileHandle, size: number): Promise<number> {
  const block = new Uint8Array(BLOCK_BYTES)
  for (let end = size; end > 0; end -= BLOCK_BYTES) {
    const start = Math.max(0, end - BLOCK_BYTES)
    const { bytesRead } = await handle.read(block, 0, end - start, start)
    const newline = block.subarray(0, bytesRead).lastIndexOf(NEWLINE)
    if (newline >= 0) return start + newline + 1
  }
  return 0
}

function isWholeJson(line: Buffer): boolean {
  try {
    JSON.parse(line.toString('utf8'))
    return true
  } catch {
    // Not parsing is the answer: the line was cut.
    return false
  }
}
