/**
 * Says what the identifiers of a log stand for. Runs without privilege:
 *
 *   node --import tsx examples/read-identifier.ts cf:AQAAAAAAAEACAAAAAAAAAAMAAAAHAAAABAAAAAAAAAA=
 */
import { CamflowError, parseIdentifier, relationByName, vertexByName } from 'camflow'

for (const text of process.argv.slice(2)) {
  try {
    const { kind, type, id, machineId, bootId } = parseIdentifier(text)
    const meaning =
      kind === 'vertex'
        ? vertexByName(type)?.meaning
        : `${relationByName(type)?.from} to ${relationByName(type)?.to}`
    process.stdout.write(`${type} ${id} of machine ${machineId}, boot ${bootId}: ${meaning}\n`)
  } catch (error) {
    if (!(error instanceof CamflowError)) throw error
    process.stdout.write(`${error.code}\n`)
  }
}
