import { projectRoot } from './guest/project-root.ts'
import type { Stage } from './test/stage.ts'
import { allStages } from './test/stages.ts'
import { addTallies, noTests, type Tally, tallyLine } from './test/tally.ts'

// Runs every check of the project, or the stages that are named: npm test -- unit guest
// The last line is the plain total; the exit code is 0 only when tests ran and none failed.

// What a stage runs is a process group of its own, which ends with us.
for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
  process.on(signal, () => process.exit(128 + number))
}

process.chdir(projectRoot)
const stages = selectedStages(process.argv.slice(2))
let total: Tally = noTests
for (const stage of stages) total = addTallies(total, await runStage(stage))
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
console.log(tallyLine(total))

function selectedStages(names: readonly string[]): readonly Stage[] {
  const stages = allStages()
  const unknown = names.find((name) => !stages.some((stage) => stage.name === name))
  if (unknown !== undefined) {
    console.error(`no stage ${unknown}: ${stages.map((stage) => stage.name).join(', ')}`)
    process.exit(2)
  }
  return names.length === 0 ? stages : stages.filter((stage) => names.includes(stage.name))
}

async function runStage(stage: Stage): Promise<Tally> {
  console.log(`== ${stage.name}: ${stage.about}`)
  const startedMs = performance.now()
  const { tally, skipped, failures } = await stage.run()
  if (failures !== '') console.log(failures)
  for (const one of skipped) console.log(`SKIPPED ${one}`)
  // Programs that tests start are the built ones from now on: test/program.ts.
  if (stage.name === 'build' && tally.failed === 0) process.env.CAMFLOW_TEST_COMPILED = 'yes'
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`   ${stage.name}: ${tallyLine(tally)}, ${seconds} s\n`)
  return tally
}
