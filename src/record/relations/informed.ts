import type { FamilyDefinition } from '../definition.ts'

/**
 * The family `wasInformedBy`:
 * one activity passed information to another (PROV-DM §5)..
 */
export const informed = {
  name: 'informed',
  number: 3,
  section: 'wasInformedBy',
  typeHigh: 0x80100000,
  senderKey: 'prov:informant',
  receiverKey: 'prov:informed',
  spadeType: 'WasInformedBy',
  types: [
    { name: 'clone', bit: 0, from: 'parent task', to: 'child task', source: 'task_alloc' },
    {
      name: 'version_activity',
      bit: 1,
      from: 'old version',
      to: 'new version of a task',
      source: 'versioning',
    },
    {
      name: 'terminate_task',
      bit: 2,
      from: 'last version',
      to: 'closing version of a task',
      source: 'task_free',
    },
    {
      name: 'ptrace_attach_task',
      bit: 3,
      from: 'tracer task',
      to: 'tracee task',
      source: 'ptrace_access_check',
    },
    {
      name: 'ptrace_read_task',
      bit: 4,
      from: 'tracee task',
      to: 'tracer task',
      source: 'ptrace_access_check',
    },
    {
      name: 'ptrace_traceme',
      bit: 5,
      from: 'tracee (current) task',
      to: 'tracer (parent) task',
      source: 'ptrace_traceme',
    },
    {
      name: 'informed_disc',
      bit: 6,
      from: 'any',
      to: 'any, chosen by user space',
      source: 'user space via relation',
    },
    {
      name: 'signal',
      bit: 7,
      from: 'signalling task',
      to: 'signalled task',
      source: 'task_kill',
      isOurs: true,
    },
  ],
} as const satisfies FamilyDefinition
