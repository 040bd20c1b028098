/**
 * A program that tells CamFlow what the kernel cannot see: it made a report out of a table.
 *
 * As any user, with the service running: node --import tsx examples/disclose.ts [FILE]
 */
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Disclosure } from 'camflow'

const disclosure = Disclosure.open(process.argv[2])
const report = join(tmpdir(), `report-${process.pid}.txt`)

disclosure.log('report begins', { propagate: true })
const table = disclosure.entity({ 'prov:label': 'table of orders', 'shop:rows': 1200 })
const summing = disclosure.activity({ 'prov:label': 'summing up' })
disclosure.uses(table, summing)
writeFileSync(report, 'total 42\n')
disclosure.generates(summing, disclosure.file(report))
disclosure.informs(disclosure.task, summing)
console.log(report)
