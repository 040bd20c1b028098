/**
 * A policy without a kernel: what a program that controls a capture does can be tried, and tested, in
 * memory. `Camflow.open().control` has the same members. Runs without privilege:
 *
 *   node --import tsx examples/policy-in-memory.ts
 */
import { addFilters, type ControlPlane, filterNames, MemoryPlane, policyHashText } from 'camflow'

const control: ControlPlane = new MemoryPlane()

const before = policyHashText(control.policyHash())
control.changePolicy(addFilters(control.policy, 'record', { relations: ['read', 'getattr'] }))
control.setTarget({ kind: 'cgroup', id: 42n, propagate: true })
const after = policyHashText(control.policyHash())

process.stdout.write(`the hash ${before === after ? 'stays' : 'changes'}\n`)
process.stdout.write(`filters: ${Object.keys(filterNames).length}\n`)
for (const target of control.targets()) process.stdout.write(`target: ${target.kind}\n`)
control.deleteTarget({ kind: 'cgroup', id: 42n })
process.stdout.write(`targets left: ${control.targets().length}\n`)
