/** What a task tells that CamFlow does not: its control group, its container, how it ended. */
import type { VertexCursor } from '../record/cursor.ts'
import type { FormatOptions } from './format.ts'
import { TASK_CGROUP, TASK_EXIT } from './vertex-places.ts'
import type { AttributeWriter } from './w3c-attributes.ts'
import { attributeKey } from './w3c-keys.ts'

const SIGNAL_BITS = 0x7f
const CODE_BITS = 0xff
const CODE_SHIFT = 8

/** Makes a writer of these attributes. @param prefix of their names. */
export function taskOwnWriter(prefix: '' | 'cf:') {
  const key = (name: string) => attributeKey(`${prefix}${name}`)
  const cgroup = key('cgroup')
  const container = key('container_id')
  const exitCode = key('exit_code')
  const exitSignal = key('exit_signal')

  return (w: AttributeWriter, v: VertexCursor, { containerOf }: FormatOptions): void => {
    const group = v.word(TASK_CGROUP)
    if (group !== 0) {
      w.u32(cgroup, v, TASK_CGROUP)
      const name = containerOf?.(group)
      if (name !== undefined) w.string(container, name)
    }
    const status = v.word(TASK_EXIT) - 1
    if (status < 0) return
    const signal = status & SIGNAL_BITS
    w.piece((signal === 0 ? exitCode : exitSignal).bare)
    w.decimal(signal === 0 ? (status >>> CODE_SHIFT) & CODE_BITS : signal)
  }
}
