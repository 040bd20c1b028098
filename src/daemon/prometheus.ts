/** The daemon's figures in the text format of Prometheus (exposition format 0.0.4). */
import type { DaemonFigures, OutputFigures } from '../capture/daemon-figures.ts'

type Labels = Readonly<Record<string, string>>
type Sample = readonly [labels: Labels, value: number]

interface Metric {
  readonly type: 'counter' | 'gauge'
  readonly help: string
  readonly samples: (figures: DaemonFigures) => readonly Sample[]
}

const one = (value: number): readonly Sample[] => [[{}, value]]
const by = (label: string, values: Readonly<Record<string, number>>): readonly Sample[] =>
  Object.entries(values).map(([name, value]) => [{ [label]: name }, value])
const each =
  (value: (output: OutputFigures) => number | undefined) =>
  ({ outputs }: DaemonFigures): readonly Sample[] =>
    outputs.flatMap((output) => {
      const figure = value(output)
      return figure === undefined ? [] : [[{ output: output.name }, figure] as const]
    })
const eachBy =
  (label: string, values: (output: OutputFigures) => Readonly<Record<string, number>>) =>
  ({ outputs }: DaemonFigures): readonly Sample[] =>
    outputs.flatMap((output) =>
      Object.entries(values(output)).map(
        ([name, value]) => [{ output: output.name, [label]: name }, value] as const,
      ),
    )
const counter = (help: string, samples: Metric['samples']): Metric => ({
  ...{ type: 'counter', help, samples },
})
const gauge = (help: string, samples: Metric['samples']): Metric => ({
  ...{ type: 'gauge', help, samples },
})

/** Every metric, by its name. */
const metrics: Readonly<Record<string, Metric>> = {
  camflow_vertices_total: counter('Vertices read from the ring.', (f) => by('type', f.vertices)),
  camflow_relations_total: counter('Relations read from the ring.', (f) => by('type', f.relations)),
  camflow_repeated_relations_total: counter('Relations that were read before.', (f) =>
    one(f.repeated),
  ),
  camflow_problems_total: counter('Messages that could not be decoded.', (f) => one(f.problems)),
  camflow_lost_relations_total: counter('Relations told as lost.', (f) => by('cause', f.lost)),
  camflow_kernel_lost_relations_total: counter('Relations without room in the ring.', (f) =>
    one(f.kernel.lostRelations),
  ),
  camflow_kernel_lost_vertices_total: counter('Vertices without room in the ring.', (f) =>
    one(f.kernel.lostVertices),
  ),
  camflow_kernel_missed_runs_total: counter('Program runs that the kernel left out.', (f) =>
    one(f.kernel.missedRuns),
  ),
  camflow_ring_size_bytes: gauge('Size of the ring.', (f) => one(f.ring.sizeBytes)),
  camflow_ring_fill_bytes: gauge('Bytes that wait in the ring.', (f) => one(f.ring.fillBytes)),
  camflow_output_vertices_total: counter(
    'Vertices written.',
    eachBy('type', (o) => o.vertexTypes),
  ),
  camflow_output_relations_total: counter(
    'Relations written.',
    eachBy('type', (o) => o.relationTypes),
  ),
  camflow_output_hidden_total: counter(
    'Records that the filter left out.',
    each((o) => o.hidden),
  ),
  camflow_output_documents_total: counter(
    'Documents accepted.',
    each((o) => o.documents),
  ),
  camflow_output_text_bytes_total: counter(
    'Text accepted.',
    each((o) => o.textBytes),
  ),
  camflow_output_dropped_documents_total: counter(
    'Documents that the output did not get.',
    each((o) => o.droppedDocuments),
  ),
  camflow_output_dropped_relations_total: counter(
    'Relations that the output did not get.',
    eachBy('cause', (o) => o.droppedByCause),
  ),
  camflow_output_dropped_vertices_total: counter(
    'Vertices that the output did not get.',
    each((o) => o.droppedVertices),
  ),
  camflow_output_waiting_bytes: gauge(
    'Text that waits in memory.',
    each((o) => o.waitingBytes),
  ),
  camflow_output_lag_seconds: gauge(
    'Age of the oldest waiting document.',
    each((o) => o.lagMs / 1000),
  ),
  camflow_output_spool_bytes: gauge(
    'Bytes in the spool.',
    each((o) => o.spool?.bytes),
  ),
  camflow_output_spool_limit_bytes: gauge(
    'Size of the spool.',
    each((o) => o.spool?.limitBytes),
  ),
  camflow_saved_files_total: counter('Times that flags were written to a file.', ({ saved }) =>
    saved === undefined ? [] : one(saved.saved),
  ),
  camflow_unsaved_files_total: counter('Times that flags of a file were not written.', (f) =>
    by('cause', f.saved?.failures ?? {}),
  ),
  camflow_resident_bytes: gauge('Resident memory of the daemon.', (f) =>
    one(f.memory.residentBytes),
  ),
  camflow_uptime_seconds: gauge('Time since the daemon started.', (f) => one(f.uptimeSeconds)),
}

/** All metrics as text. */
export function prometheusText(figures: DaemonFigures): string {
  return Object.entries(metrics)
    .flatMap(([name, { type, help, samples }]) => {
      const lines = samples(figures).map(
        ([labels, value]) => `${name}${labelText(labels)} ${value}`,
      )
      return lines.length === 0
        ? []
        : [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines]
    })
    .map((line) => `${line}\n`)
    .join('')
}

function labelText(labels: Labels): string {
  const texts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return texts.length === 0 ? '' : `{${texts.join(',')}}`
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
