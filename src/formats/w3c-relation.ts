/** The PROV-JSON member of a relation. Attributes and their order: output-formats specification §4.2. */
import { Piece } from './byte-writer.ts'
import type { RelationLayout } from './relation-layout.ts'

const CLOSE = new Piece('"}')

/** A member with the comma that comes before it: `,"cf:…":{"cf:id":"7","prov:type":"read",…,"cf:task_id":"5"}` */
export const w3cRelation: RelationLayout = {
  head: ({ chunk, scope }, { name, family }, isAllowed) => [
    ',"cf:',
    { slot: 'identifier' },
    '":{"cf:id":"',
    { slot: 'id' },
    `","prov:type":"${name}","cf:boot_id":${scope.bootId}`,
    `,"cf:machine_id":"cf:${scope.machineId}","cf:date":"`,
    { slot: 'date' },
    '","cf:jiffies":"',
    { slot: 'jiffies' },
    `","cf:epoch":${chunk.epoch},"prov:label":"${name}"`,
    `,"cf:allowed":"${isAllowed}","${family.senderKey}":"cf:`,
    { slot: 'sender' },
    `","${family.receiverKey}":"cf:`,
    { slot: 'receiver' },
    '"',
  ],
  offsetKey: new Piece(',"cf:offset":"'),
  flagsKey: new Piece(',"cf:flags":"'),
  taskKey: new Piece('","cf:task_id":"'),
  close: () => CLOSE,
}
