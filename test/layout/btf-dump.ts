/** Sizes and offsets of C structures as the compiler made them, read from the BTF of an object file. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A structure in BTF. */
export interface BtfStruct {
  readonly size: number
  readonly members: readonly { readonly name: string; readonly offset: number }[]
}

/** What the object file knows. */
export interface BtfTypes {
  readonly structs: ReadonlyMap<string, BtfStruct>
  /** Names of an enumeration's constants, in order of their value. */
  readonly enums: ReadonlyMap<string, readonly string[]>
}

interface RawType {
  readonly kind: string
  readonly name: string
  readonly size?: number
  readonly members?: readonly { readonly name: string; readonly bits_offset: number }[]
  readonly values?: readonly { readonly name: string; readonly val: number }[]
}

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Compiles bpf/layout.bpf.c and reads its types. Needs clang and bpftool; no root, no kernel. */
export function compileLayout(): BtfTypes {
  const directory = mkdtempSync(join(tmpdir(), 'camflow-layout-'))
  const object = join(directory, 'layout.bpf.o')
  try {
    const flags = ['-g', '-O2', '-target', 'bpf', '-D__TARGET_ARCH_x86', '-Ibpf', '-Ibpf/vmlinux']
    execFileSync('clang', [...flags, '-c', 'bpf/layout.bpf.c', '-o', object], { cwd: root })
    const json = execFileSync(bpftool(), ['-j', 'btf', 'dump', 'file', object], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    })
    return typesOf((JSON.parse(json) as { types: readonly RawType[] }).types)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** Debian puts bpftool where a plain user's PATH does not look. */
function bpftool(): string {
  process.env.PATH = `${process.env.PATH}:/usr/sbin:/sbin`
  return 'bpftool'
}

function typesOf(types: readonly RawType[]): BtfTypes {
  const structs = new Map<string, BtfStruct>()
  const enums = new Map<string, readonly string[]>()
  for (const type of types) {
    if (type.kind === 'STRUCT') {
      const members = (type.members ?? []).map((member) => ({
        name: member.name,
        offset: member.bits_offset / 8,
      }))
      structs.set(type.name, { size: type.size ?? 0, members })
    } else if (type.kind === 'ENUM') {
      const values = [...(type.values ?? [])].sort((a, b) => a.val - b.val)
      enums.set(
        type.name,
        values.map((value) => value.name),
      )
    }
  }
  return { structs, enums }
}
