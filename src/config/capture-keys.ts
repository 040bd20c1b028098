/** Every key of `/etc/camflow.ini`: what is captured. */
import { type ConfigOf, list, scalar, type ValueKind } from './key.ts'
import {
  boolean,
  group,
  integer,
  ipv4,
  policyPath,
  relationType,
  text,
  u32,
  user,
  vertexType,
} from './kinds.ts'

/** Bounds of one buffer and of their number: together at most a ring of 1 GiB per processor. */
const BUFFER_EXPONENT = integer('number of bits, 12 to 30', 12, 30)
const BUFFER_COUNT = integer('whole number, 1 to 65536', 1, 65_536)

const context = text('security context')
const namespace: ValueKind<number> = integer('inode number', 1, 2 ** 32 - 1)

/** The same three keys for everything that objects are chosen by. @param which subject of a sentence. */
function targets<Value>(
  section: string,
  kind: ValueKind<Value>,
  which: string,
  example: string,
  origin: 'CamFlow' | 'this version' = 'CamFlow',
) {
  const notes = { examples: [example], origin }
  return {
    track: list(section, 'track', kind, {
      ...notes,
      effect: `${which} are captured.`,
    }),
    propagate: list(section, 'propagate', kind, {
      ...notes,
      effect: `${which} are captured, and so is everything that their information reaches.`,
    }),
    opaque: list(section, 'opaque', kind, {
      ...notes,
      effect: `${which} are never captured.`,
    }),
  }
}

function addresses(section: string, moment: string) {
  return {
    track: list(section, 'track', ipv4, {
      examples: ['10.0.0.0/8:0'],
      effect: `The socket and its process are captured ${moment}.`,
    }),
    propagate: list(section, 'propagate', ipv4, {
      examples: ['0.0.0.0/0:80'],
      effect: `The same, and everything that their information reaches.`,
    }),
    record: list(section, 'record', ipv4, {
      examples: ['127.0.0.1/32:80'],
      effect:
        'The socket and its process are captured, and the content of its packets is recorded.',
    }),
  }
}

const file = targets(
  'file',
  policyPath,
  'Accesses to this file and processes that run it',
  '/usr/bin/wget',
)
const ingress = addresses('ipv4-ingress', 'once it binds an address that matches')
const egress = addresses('ipv4-egress', 'once it connects to an address that matches')
const byUser = targets('user', user, 'Processes and files of this user', 'www-data')
const byGroup = targets('group', group, 'Processes and files of this group', 'adm')
const byContext = targets(
  'secctx',
  context,
  'Processes and files with this security context',
  'system_u:object_r:bin_t:s0',
)
const byCgroup = targets(
  'cgroup',
  namespace,
  'Processes in this cgroup namespace',
  '4026531835',
  'this version',
)

/** All keys, by the property of `CaptureConfig`. The order is that of the sample file. */
export const captureKeys = {
  machineId: scalar('provenance', 'machine_id', u32, {
    fallback: 0,
    effect:
      'Number of this machine in every identifier. 0: a random number, made once and kept in ' +
      '/etc/camflow-machine_id.',
  }),
  isEnabled: scalar('provenance', 'enabled', boolean, {
    fallback: true,
    effect: 'The master switch: with false nothing is captured, whatever else is set.',
  }),
  capturesAll: scalar('provenance', 'all', boolean, {
    fallback: false,
    effect: 'Everything is captured, but for what is opaque. Else only what is tracked.',
  }),
  nodeFilter: list('provenance', 'node_filter', vertexType, {
    shipped: ['directory', 'inode_unknown', 'char', 'envp'],
    effect: 'Vertices of this type are not recorded, nor any relation that has one at an end.',
  }),
  relationFilter: list('provenance', 'relation_filter', relationType, {
    examples: ['sh_read', 'sh_write'],
    effect: 'Relations of this type are not recorded.',
  }),
  propagateNodeFilter: list('provenance', 'propagate_node_filter', vertexType, {
    shipped: ['directory', 'char', 'block'],
    effect: 'Recorded, but tracking does not spread through a vertex of this type.',
  }),
  propagateRelationFilter: list('provenance', 'propagate_relation_filter', relationType, {
    examples: ['perm_check'],
    effect: 'Recorded, but tracking does not spread over a relation of this type.',
  }),
  versions: scalar('compression', 'version', boolean, {
    fallback: true,
    origin: 'CamFlow 0.9',
    effect:
      'An object that information enters gets a new version: the graph stays free of circles.',
  }),
  compressesNodes: scalar('compression', 'node', boolean, {
    fallback: true,
    effect: 'A new version only where a circle threatens; else at each information flow.',
  }),
  compressesEdges: scalar('compression', 'edge', boolean, {
    fallback: true,
    effect: 'The same relation between the same two versions is recorded once.',
  }),
  duplicates: scalar('compression', 'duplicate', boolean, {
    fallback: false,
    effect:
      "Both ends are recorded again before each relation. SPADE's CamFlow reporter expects it.",
  }),
  fileOpaque: { ...file.opaque, shipped: ['/usr/bin/bash'] },
  fileTrack: file.track,
  filePropagate: file.propagate,
  egressTrack: egress.track,
  egressPropagate: egress.propagate,
  egressRecord: egress.record,
  ingressTrack: ingress.track,
  ingressPropagate: ingress.propagate,
  ingressRecord: ingress.record,
  userTrack: byUser.track,
  userPropagate: byUser.propagate,
  userOpaque: byUser.opaque,
  groupTrack: byGroup.track,
  groupPropagate: byGroup.propagate,
  groupOpaque: byGroup.opaque,
  secctxTrack: byContext.track,
  secctxPropagate: byContext.propagate,
  secctxOpaque: byContext.opaque,
  cgroupTrack: byCgroup.track,
  cgroupPropagate: byCgroup.propagate,
  cgroupOpaque: byCgroup.opaque,
  bufferExponent: scalar('relay', 'buff_exp', BUFFER_EXPONENT, {
    fallback: 20,
    origin: 'CamFlow 0.9',
    effect: 'A buffer of the relay has 2^buff_exp bytes.',
  }),
  bufferCount: scalar('relay', 'subuf_nb', BUFFER_COUNT, {
    fallback: 8,
    origin: 'CamFlow 0.9',
    effect:
      'Number of buffers for each processor and channel. CamFlow has two channels; here all of ' +
      'them are one ring of the same memory, rounded up to a power of two, at most 1 GiB. Raise it ' +
      'when `camflow --drop` grows. Changing it takes effect when the programs are loaded anew.',
  }),
} as const

/** What `/etc/camflow.ini` says. */
export type CaptureConfig = ConfigOf<typeof captureKeys>
