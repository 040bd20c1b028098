/** Every key of `/etc/camflow.ini`: what is captured. */
import { TARGET_LIST } from '../kernel/layout.ts'
import { type ConfigOf, type KeyOrigin, list, type Room, scalar, type ValueKind } from './key.ts'
import {
  boolean,
  cgroup,
  group,
  integer,
  ipv4,
  ipv6,
  namespaces,
  policyPath,
  relationType,
  securityContext,
  u32,
  user,
  vertexType,
} from './kinds.ts'

/** Bounds of one buffer and of their number: together at most a ring of 1 GiB per processor. */
const BUFFER_EXPONENT = integer('number of bits, 12 to 30', 12, 30)
const BUFFER_COUNT = integer('whole number, 1 to 65536', 1, 65_536)

/** The same three keys for everything that objects are chosen by. @param which subject of a sentence. */
function targets<Value>(
  section: string,
  kind: ValueKind<Value>,
  which: string,
  example: string,
  { origin = 'CamFlow', ...more }: { origin?: KeyOrigin; room?: Room } = {},
) {
  const notes = { examples: [example], origin, ...more }
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

/** What a range is compared with. */
interface Connection {
  readonly moment: string
  readonly room: Room
}

function addresses<Value>(
  section: string,
  kind: ValueKind<Value>,
  { moment, room }: Connection,
  examples: readonly [string, string, string],
  origin: KeyOrigin = 'CamFlow',
) {
  const notes = { origin, room }
  return {
    track: list(section, 'track', kind, {
      ...notes,
      examples: [examples[0]],
      effect: `The socket and its process are captured ${moment}.`,
    }),
    propagate: list(section, 'propagate', kind, {
      ...notes,
      examples: [examples[1]],
      effect: 'The same, and everything that their information reaches.',
    }),
    record: list(section, 'record', kind, {
      ...notes,
      examples: [examples[2]],
      effect:
        'The socket and its process are captured, and the content of its packets is recorded.',
    }),
  }
}

/** The kernel looks through its lists one by one, and has little room; IPv4 and IPv6 share it. */
const NAMESPACES: Room = { name: 'sets of namespaces', most: TARGET_LIST }
const BIND: Connection = {
  moment: 'once it binds an address that matches',
  room: { name: 'ingress ranges', most: TARGET_LIST },
}
const CONNECT: Connection = {
  moment: 'once it connects to an address that matches',
  room: { name: 'egress ranges', most: TARGET_LIST },
}
const IPV4 = ['10.0.0.0/8:0', '0.0.0.0/0:80', '127.0.0.1/32:80'] as const
const IPV6 = ['2001:db8::/32:0', '::/0:80', '::1/128:80'] as const

const file = targets(
  'file',
  policyPath,
  'Accesses to this file and processes that run it',
  '/usr/bin/wget',
)
const ingress4 = addresses('ipv4-ingress', ipv4, BIND, IPV4)
const egress4 = addresses('ipv4-egress', ipv4, CONNECT, IPV4)
const ingress6 = addresses('ipv6-ingress', ipv6, BIND, IPV6, 'this version')
const egress6 = addresses('ipv6-egress', ipv6, CONNECT, IPV6, 'this version')
const byUser = targets('user', user, 'Processes and files of this user', 'www-data')
const byGroup = targets('group', group, 'Processes and files of this group', 'adm')
const byContext = targets(
  'secctx',
  securityContext,
  'Processes with this security context, as /proc/PID/attr/current shows it (AppArmor),',
  'system_u:object_r:bin_t:s0',
)
const byNamespace = targets(
  'namespace',
  namespaces,
  'Processes in these namespaces',
  'cgroup:4026531835',
  { origin: 'this version', room: NAMESPACES },
)
const byCgroup = targets(
  'cgroup',
  cgroup,
  'Processes in this control group (version 2) and those below it',
  '/system.slice/ssh.service',
  { origin: 'this version' },
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
  persists: scalar('provenance', 'persist', boolean, {
    fallback: false,
    origin: 'this version',
    effect:
      'Flags and labels of files are kept with them, in security.provenance, and are there again ' +
      'in the next capture. Writing that needs more rights than the services have by themselves: ' +
      'docs/guide/persistence.md.',
  }),
  nodeFilter: list('provenance', 'node_filter', vertexType, {
    shipped: ['directory', 'inode_unknown', 'char', 'envp'],
    effect: 'Vertices of this type are not recorded, nor any relation that has one at an end.',
  }),
  relationFilter: list('provenance', 'relation_filter', relationType, {
    shipped: ['dup', 'close'],
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
      "Both ends are recorded again before each relation, but not texts: names, addresses, arguments. SPADE's " +
      'CamFlow reporter expects it; its profile repeats texts as well.',
  }),
  fileOpaque: { ...file.opaque, shipped: ['/usr/bin/bash'] },
  fileTrack: file.track,
  filePropagate: file.propagate,
  egress4Track: egress4.track,
  egress4Propagate: egress4.propagate,
  egress4Record: egress4.record,
  ingress4Track: ingress4.track,
  ingress4Propagate: ingress4.propagate,
  ingress4Record: ingress4.record,
  egress6Track: egress6.track,
  egress6Propagate: egress6.propagate,
  egress6Record: egress6.record,
  ingress6Track: ingress6.track,
  ingress6Propagate: ingress6.propagate,
  ingress6Record: ingress6.record,
  userTrack: byUser.track,
  userPropagate: byUser.propagate,
  userOpaque: byUser.opaque,
  groupTrack: byGroup.track,
  groupPropagate: byGroup.propagate,
  groupOpaque: byGroup.opaque,
  secctxTrack: byContext.track,
  secctxPropagate: byContext.propagate,
  secctxOpaque: byContext.opaque,
  namespaceTrack: byNamespace.track,
  namespacePropagate: byNamespace.propagate,
  namespaceOpaque: byNamespace.opaque,
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
