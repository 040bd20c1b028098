import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nowhere } from '../config/key.ts'
import { problemText } from '../config/problem.ts'
import { readRecording } from './recording-file.ts'

function read(text: string) {
  const { recording, problems } = readRecording([{ file: 'd.ini', text }], nowhere)
  return { recording, problems: problems.map(problemText) }
}

test('a file of CamFlow, with the word that its documentation has and the one that works there', () => {
  for (const word of ['unix_socket', 'unix']) {
    const { recording, problems } = read(
      `[general]\noutput=${word}\nformat=spade_json\n[unix]\naddress=/tmp/camflowd.sock\n`,
    )
    assert.deepEqual(problems, [])
    assert.deepEqual(recording, {
      outputs: [
        {
          type: 'unix_socket',
          path: '/tmp/camflowd.sock',
          bufferBytes: 4_194_304,
          endsWithZero: false,
          format: 'spade_json',
          profile: 'standard',
          hiddenVertices: [],
          hiddenRelations: [],
        },
      ],
    })
  }
})

test('several outputs, each with its own format, profile and filters', () => {
  const { recording } = read(
    [
      '[general]',
      'output=log, mqtt, stdout',
      'profile=compat',
      '[log]',
      'path=/tmp/audit.log',
      'rotate_size=256M',
      'sync=document',
      'node_filter=envp',
      '[mqtt]',
      'address=tcp://localhost:1883',
      'qos=1',
      'format=spade_json',
      'influence=WasDerivedFrom',
      'ca=/etc/ca.pem',
      '[stdout]',
      'relation_filter=open',
      '[metrics]',
      'prometheus_port=9437',
    ].join('\n'),
  )
  assert.deepEqual(recording, {
    outputs: [
      {
        type: 'log',
        path: '/tmp/audit.log',
        compression: 'none',
        sync: 'document',
        rotateBytes: 268_435_456,
        format: 'w3c',
        profile: 'compat',
        hiddenVertices: ['envp'],
        hiddenRelations: [],
      },
      {
        type: 'mqtt',
        address: 'tcp://localhost:1883',
        qos: 1,
        topic: 'camflow/provenance/',
        version: '3.1.1',
        payload: 'zlib',
        keepaliveSeconds: 10,
        spool: '/var/spool/camflow/mqtt',
        spoolBytes: 268_435_456,
        tls: { ca: '/etc/ca.pem' },
        format: 'spade_json',
        profile: 'compat',
        influence: 'WasDerivedFrom',
        hiddenVertices: [],
        hiddenRelations: [],
      },
      {
        ...{ type: 'stdout', format: 'w3c', profile: 'compat' },
        ...{ hiddenVertices: [], hiddenRelations: ['open'] },
      },
    ],
    metrics: { prometheusPort: 9437 },
  })
})

test('what would crash the original is an error with its line', () => {
  assert.deepEqual(read('[general]\noutput=console\nformat=xml\n'), {
    recording: undefined,
    problems: [
      'd.ini:2: error: [general] output: "console" is not one of null, stdout, log, fifo, unix_socket, mqtt',
      'd.ini:3: error: [general] format: "xml" is not one of w3c, spade_json',
      'd.ini: error: [general] output: no output is set',
    ],
  })
  assert.deepEqual(read('[general]\noutput=log,fifo\n').problems, [
    'd.ini: error: [log] path is missing, and output=log needs it',
    'd.ini: error: [fifo] path is missing, and output=fifo needs it',
  ])
})
