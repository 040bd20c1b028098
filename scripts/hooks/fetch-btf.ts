import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bootGuest } from '../guest/boot.ts'
import { cacheDir } from '../guest/cache.ts'
import { fetchKernel } from '../guest/fetch-kernel.ts'
import type { KernelName } from '../guest/kernels.ts'

/**
 * The type information of a guest's kernel. A guest brings it out once; it is kept beside the kernels.
 *
 * @throws Error when the guest cannot be booted.
 */
export async function guestTypes(name: KernelName): Promise<Buffer> {
  const kept = join(cacheDir(), 'btf', fetchKernel(name).release)
  if (!existsSync(kept)) await bringOut(name, kept)
  return readFileSync(kept)
}

async function bringOut(kernel: KernelName, kept: string): Promise<void> {
  const outDir = mkdtempSync(join(tmpdir(), 'camflow-btf-'))
  try {
    const command = ['cp', '/sys/kernel/btf/vmlinux', '/out/btf']
    const { exitCode, stderr } = await bootGuest({ kernel, outDir, command, cpus: 1 })
    if (exitCode !== 0) throw new Error(`the types of ${kernel} stayed in the guest: ${stderr}`)
    mkdirSync(join(kept, '..'), { recursive: true })
    copyFileSync(join(outDir, 'btf'), kept)
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
}
