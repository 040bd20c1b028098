/** Every option that controls a capture, in the order of CamFlow's help. To add one: a file and a line. */
import type { ControlOption } from './control-option.ts'
import { all } from './options/all.ts'
import { changeEpoch } from './options/change-epoch.ts'
import { channel } from './options/channel.ts'
import { compressEdge } from './options/compress-edge.ts'
import { compressNode } from './options/compress-node.ts'
import { configuration } from './options/configuration.ts'
import { drop } from './options/drop.ts'
import { duplicate } from './options/duplicate.ts'
import { edgeFilter } from './options/edge-filter.ts'
import { edgePropagateFilter } from './options/edge-propagate-filter.ts'
import { enable } from './options/enable.ts'
import { enableVersion } from './options/enable-version.ts'
import { file } from './options/file.ts'
import { help } from './options/help.ts'
import { labelFile } from './options/label-file.ts'
import { labelProcess } from './options/label-process.ts'
import { labels } from './options/labels.ts'
import { nodeFilter } from './options/node-filter.ts'
import { nodePropagateFilter } from './options/node-propagate-filter.ts'
import { opaqueFile } from './options/opaque-file.ts'
import { opaqueProcess } from './options/opaque-process.ts'
import { persist } from './options/persist.ts'
import { policyHash } from './options/policy-hash.ts'
import { process } from './options/process.ts'
import { resetFilter } from './options/reset-filter.ts'
import { state } from './options/state.ts'
import { taintFile } from './options/taint-file.ts'
import { taintProcess } from './options/taint-process.ts'
import { trackCgroup } from './options/track-cgroup.ts'
import { trackFile } from './options/track-file.ts'
import { trackGroup } from './options/track-group.ts'
import { trackIpv4Egress } from './options/track-ipv4-egress.ts'
import { trackIpv4Ingress } from './options/track-ipv4-ingress.ts'
import { trackProcess } from './options/track-process.ts'
import { trackSecctx } from './options/track-secctx.ts'
import { trackUser } from './options/track-user.ts'
import { version } from './options/version.ts'

/** The options. */
export const controlOptions: readonly ControlOption[] = [
  help,
  version,
  state,
  configuration,
  policyHash,
  enable,
  all,
  enableVersion,
  compressNode,
  compressEdge,
  duplicate,
  file,
  trackFile,
  taintFile,
  labelFile,
  opaqueFile,
  process,
  trackProcess,
  taintProcess,
  labelProcess,
  opaqueProcess,
  trackIpv4Ingress,
  trackIpv4Egress,
  trackSecctx,
  trackCgroup,
  trackUser,
  trackGroup,
  nodeFilter,
  edgeFilter,
  nodePropagateFilter,
  edgePropagateFilter,
  resetFilter,
  channel,
  changeEpoch,
  drop,
  labels,
  persist,
]
