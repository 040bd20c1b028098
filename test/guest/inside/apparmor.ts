/** AppArmor profiles for tests, made without its compiler: they have a name and confine nothing. */
import { writeFileSync } from 'node:fs'

// Tags of the kernel's policy format, security/apparmor/policy_unpack.c.
const TAG = { u32: 2, name: 4, string: 5, struct: 7, structEnd: 8 } as const
/** The oldest format that kernels of today read. */
const POLICY_VERSION = 7
const MODE_UNCONFINED = 3
/** Permissions of a profile and what is audited of them, in two halves of 64 bits. */
const NO_CAPABILITIES = [0, 0, 0, 0]

const u32 = (value: number) =>
  Buffer.from([TAG.u32, ...new Uint8Array(Uint32Array.of(value).buffer)])

function text(tag: number, value: string): Buffer {
  const bytes = Buffer.from(`${value}\0`)
  return Buffer.concat([Buffer.from([tag]), Uint8Array.from([bytes.length, 0]), bytes])
}

function struct(name: string, members: readonly Buffer[]): Buffer {
  const [open, close] = [Buffer.from([TAG.struct]), Buffer.from([TAG.structEnd])]
  return Buffer.concat([text(TAG.name, name), open, ...members, close])
}

/** A profile that is called so. The context of its processes is `NAME (unconfined)`. */
export function looseProfile(name: string): Buffer {
  const flags = struct('flags', [u32(0), u32(MODE_UNCONFINED), u32(0)])
  const capabilities = NO_CAPABILITIES.map(u32)
  return Buffer.concat([
    ...[text(TAG.name, 'version'), u32(POLICY_VERSION)],
    struct('profile', [
      ...[text(TAG.string, name), flags],
      ...[...capabilities, struct('caps64', capabilities)],
    ]),
  ])
}

/** Loads profiles, or loads them anew. */
export function loadProfile(profile: Buffer): void {
  writeFileSync('/sys/kernel/security/apparmor/.replace', profile)
}
