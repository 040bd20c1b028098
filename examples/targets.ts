/**
 * Shows what is captured, then captures a control group for as long as this program runs.
 *
 * As root, with the service running: node --import tsx examples/targets.ts CGROUP [PIN_DIRECTORY]
 */
import { Camflow, cgroupId, policyHashText } from 'camflow'

const [, , cgroup = '/', pinDirectory] = process.argv
using camflow = Camflow.open(pinDirectory)
const { control } = camflow
const target = { kind: 'cgroup', id: cgroupId(cgroup), propagate: true } as const

control.setTarget(target)
console.log(`policy ${policyHashText(control.policyHash())}`)
for (const { kind } of control.targets()) console.log(`target: ${kind}`)
console.log(`this process is ${camflow.identifier(camflow.self.state)}`)
control.deleteTarget(target)
