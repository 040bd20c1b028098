import type { FamilyDefinition } from '../definition.ts'

/**
 * The family `wasAssociatedWith`:
 * an agent is responsible for an activity (PROV-DM §5)..
 */
export const associated = {
  name: 'associated',
  number: 5,
  section: 'wasAssociatedWith',
  typeHigh: 0x80040000,
  senderKey: 'prov:agent',
  receiverKey: 'prov:activity',
  spadeType: 'WasAssociatedWith',
  types: [
    {
      name: 'ran_on',
      bit: 0,
      from: 'machine',
      to: 'task',
      source: 'kernel link (first use of a task per machine version)',
    },
    {
      name: 'associated_disc',
      bit: 1,
      from: 'any',
      to: 'any, chosen by user space',
      source: 'user space via relation',
    },
  ],
} as const satisfies FamilyDefinition
