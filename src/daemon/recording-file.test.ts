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

test('readers of the profile compat find the zero byte of CamFlow, unless the file says no', () => {
  const zeros = (more: string) =>
    read(
      `[general]\noutput=fifo, unix\n[unix]\naddress=/a\n[fifo]\npath=/b\n${more}`,
    ).recording?.outputs.map((output) => 'endsWithZero' in output && output.endsWithZero)
  assert.deepEqual(zeros(''), [false, false])
  assert.deepEqual(zeros('[general]\nprofile=compat\n'), [true, true])
  assert.deepEqual(zeros('profile=compat\n'), [true, false])
  assert.deepEqual(zeros('zero=false\n[general]\nprofile=compat\n'), [false, true])
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
    ],
  })
  assert.deepEqual(read('[log]\npath=/l\n').problems, [
    'd.ini: error: [general] output: no output is set',
  ])
  assert.deepEqual(read('[general]\noutput=log,fifo\n').problems, [
    'd.ini: error: [log] path is missing, and output=log needs it',
    'd.ini: error: [fifo] path is missing, and output=fifo needs it',
  ])
})

test('names every wrong word of the outputs, and what the right ones lack', () => {
  assert.deepEqual(read('[general]\noutput=log,foo,bar\n').problems, [
    'd.ini:2: error: [general] output: "foo" is not one of null, stdout, log, fifo, unix_socket, mqtt; ' +
      '"bar" is not one of null, stdout, log, fifo, unix_socket, mqtt',
    'd.ini: error: [log] path is missing, and output=log needs it',
  ])
})

test('an output that is named twice would write every record twice', () => {
  assert.deepEqual(read('[general]\noutput=log,log\n[log]\npath=/l\n'), {
    recording: undefined,
    problems: ['d.ini:2: error: [general] output: log is named twice'],
  })
  assert.deepEqual(read('[general]\noutput=unix,unix_socket\n[unix]\naddress=/s\n').problems, [
    'd.ini:2: error: [general] output: unix_socket is named twice',
  ])
})

test('mistakes in sections that no output uses are told and forbid nothing', () => {
  const rest =
    '[log]\npath=/l\n[mqtt]\naddress=\nqos=\n[unix]\naddress=\n[stdout]\nformat=x\n[metrics]\n'
  const { recording, problems } = read(`[general]\noutput=log\n${rest}`)
  assert.deepEqual(
    recording?.outputs.map(({ type }) => type),
    ['log'],
  )
  assert.deepEqual(problems, [
    'd.ini:6: warning: [mqtt] address: a broker is missing; no output uses it',
    'd.ini:7: warning: [mqtt] qos: "" is not a whole number from 0 to 2; no output uses it',
    'd.ini:9: warning: [unix] address: a path is missing; no output uses it',
    'd.ini:11: warning: [stdout] format: "x" is not one of w3c, spade_json; no output uses it',
  ])
  const used = read(`[general]\noutput=log,unix\n${rest}prometheus_port=x\n`)
  assert.equal(used.recording, undefined)
  assert.deepEqual(
    used.problems.map((problem) => problem.replace(/^(d.ini:\d+: \w+).*/, '$1')),
    [
      'd.ini:6: warning',
      'd.ini:7: warning',
      'd.ini:9: error',
      'd.ini:11: warning',
      'd.ini:13: error',
    ],
  )
})
