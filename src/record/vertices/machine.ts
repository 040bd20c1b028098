import type { VertexDefinition } from '../definition.ts'
import { cstring, padding, u8, utsname } from '../field.ts'

const version = { meaning: 'of the capture programs', source: 'the build' }

/** The running kernel; its id is a hash of the commit. */
export const machine = {
  name: 'machine',
  provClass: 'agent',
  bit: 4,
  isLong: true,
  struct: 'vertex_machine',
  meaning: 'the running kernel and machine',
  fields: [
    u8('major', version),
    u8('minor', version),
    u8('patch', version),
    padding('pad', 5),
    utsname('utsname', {
      json: 'cf:u_sysname …',
      form: 'members',
      meaning: 'the six names of uname(2)',
      source: 'init_uts_ns.name',
    }),
    cstring('commit', 256, {
      json: 'cf:k_commit',
      form: 'text',
      meaning: 'commit the capture programs were built from',
      source: 'the build',
    }),
    padding('tail', 2),
  ],
} as const satisfies VertexDefinition
