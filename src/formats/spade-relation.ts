/** The line of a relation in SPADE's form: from effect to cause. Specification of output formats §5. */
import { vertexByBit } from '../record/registry.ts'
import { Piece } from './byte-writer.ts'
import type { RelationLayout } from './relation-layout.ts'

/** What SPADE calls a relation that it does not know as such; `relation_type` tells the truth. */
export const influenceNames = ['WasInfluencedBy', 'WasDerivedFrom', 'WasAssociatedWith'] as const
export type InfluenceName = (typeof influenceNames)[number]

const closings = new Map<number, Piece>()

function closing(senderBit: number, receiverBit: number): Piece {
  const index = (senderBit << 8) | receiverBit
  const known = closings.get(index)
  if (known !== undefined) return known
  const [to, from] = [vertexByBit[senderBit]?.name, vertexByBit[receiverBit]?.name]
  const made = new Piece(`","from_type":"${from}","to_type":"${to}"}}\n`)
  closings.set(index, made)
  return made
}

/** `{"type":"Used","from":…,"to":…,"annotations": {…}}` and a newline. */
export function spadeRelation(influence: InfluenceName): RelationLayout {
  return {
    head: ({ chunk, scope }, { name, family }, isAllowed) => [
      `{"type":"${family.name === 'influenced' ? influence : family.spadeType}","from":"`,
      { slot: 'receiver' },
      '","to":"',
      { slot: 'sender' },
      '","annotations": {"id":"',
      { slot: 'identifier' },
      '","relation_id":"',
      { slot: 'id' },
      `","relation_type":"${name}","boot_id":${scope.bootId}`,
      `,"cf:machine_id":"cf:${scope.machineId}","cf:date":"`,
      { slot: 'date' },
      `","epoch":${chunk.epoch},"jiffies":"`,
      { slot: 'jiffies' },
      `","allowed":"${isAllowed}"`,
    ],
    offsetKey: new Piece(',"offset":"'),
    flagsKey: new Piece(',"flags":"'),
    taskKey: new Piece('","task_id":"'),
    close: closing,
  }
}
