/** One file or folder of an archive. */
export interface CpioEntry {
  /** Path without a leading slash. */
  readonly path: string
  /** Type and permission bits, as `st_mode` has them. */
  readonly mode: number
  readonly bytes?: Buffer
}

/**
 * Packs entries as the kernel's initramfs loader reads them.
 *
 * @source Linux Documentation/driver-api/early-userspace/buffer-format.rst, the "newc" form
 */
export function cpioArchive(entries: readonly CpioEntry[]): Buffer {
  const parts = entries.map((entry, index) => packEntry(entry, index + 1))
  parts.push(packEntry({ path: 'TRAILER!!!', mode: 0 }, 0))
  return Buffer.concat(parts)
}

function packEntry(entry: CpioEntry, inode: number): Buffer {
  const bytes = entry.bytes ?? Buffer.alloc(0)
  const path = Buffer.from(`${entry.path}\0`)
  const [owner, group, links, time, device, checksum] = [0, 0, 1, 0, [0, 0, 0, 0], 0]
  const fields = [inode, entry.mode, owner, group, links, time, bytes.length, ...device]
  fields.push(path.length, checksum)
  const head = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`
  return Buffer.concat([padded(Buffer.concat([Buffer.from(head), path])), padded(bytes)])
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)])
}
