import type { FamilyDefinition } from '../definition.ts'

/**
 * The family `wasInfluencedBy`:
 * an activity changed the machine itself (PROV-DM §5)..
 */
export const influenced = {
  name: 'influenced',
  number: 4,
  section: 'wasInfluencedBy',
  typeHigh: 0x80080000,
  senderKey: 'prov:influencer',
  receiverKey: 'prov:influencee',
  spadeType: 'WasInfluencedBy',
  types: [
    { name: 'load_unknown', bit: 0, from: 'task', to: 'machine', source: 'kernel_read_file' },
    { name: 'load_firmware', bit: 1, from: 'task', to: 'machine', source: 'kernel_read_file' },
    { name: 'load_module', bit: 2, from: 'task', to: 'machine', source: 'kernel_read_file' },
    { name: 'load_kexec_image', bit: 3, from: 'task', to: 'machine', source: 'kernel_read_file' },
    {
      name: 'load_kexec_initramfs',
      bit: 4,
      from: 'task',
      to: 'machine',
      source: 'kernel_read_file',
    },
    { name: 'load_policy', bit: 5, from: 'task', to: 'machine', source: 'kernel_read_file' },
    { name: 'load_certificate', bit: 6, from: 'task', to: 'machine', source: 'kernel_read_file' },
    { name: 'load_undefined', bit: 7, from: 'task', to: 'machine', source: 'kernel_read_file' },
    {
      name: 'influenced_disc',
      bit: 8,
      from: 'any',
      to: 'any, chosen by user space',
      source: 'user space via relation',
    },
  ],
} as const satisfies FamilyDefinition
