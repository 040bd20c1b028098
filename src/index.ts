/** The library: capture as a stream of typed records, what is needed to read them, and all controls. */
export { Camflow, type Self } from './capture/camflow.ts'
export {
  type CaptureOptions,
  capture,
  type ProblemOptions,
  type RecordOptions,
  recordsOf,
} from './capture/capture.ts'
export {
  type CaptureSession,
  loadPinned,
  type SessionOptions,
  type SessionStats,
  startCapture,
  type TrackOptions,
} from './capture/session.ts'
export {
  type CommandPlace,
  type StoppedChild,
  spawnStopped,
} from './capture/stopped-child.ts'
export {
  addFilters,
  type FilterEffect,
  type FilteredTypes,
  removeFilters,
} from './config/filter-names.ts'
export { CamflowError, type Errno, type ErrorCode, type ErrorEntry, errorTable } from './errors.ts'
export type { SecurityContextResolver } from './formats/format.ts'
export type { FormatName, ProfileName } from './formats/formats.ts'
export {
  createSerialiser,
  prefixText,
  type SerialisedForm,
  type Serialiser,
  type SerialiserOptions,
  serialise,
} from './graph/serialiser.ts'
export type {
  CaptureIdentity,
  ContextModule,
  Control,
  PolicyObserver,
  RelayBuffers,
} from './kernel/control.ts'
export type { Counters, CounterValues } from './kernel/counters.ts'
export type {
  FileIdentity,
  FileTarget,
} from './kernel/file-target.ts'
export type {
  InstanceOptions,
  ModeChoice,
} from './kernel/modes.ts'
export type { CaptureMode } from './kernel/object-file.ts'
export {
  type Detail,
  defaultPolicy,
  details,
  type Policy,
  relationMask,
  type TypeMask,
  vertexMask,
  withoutDetails,
} from './kernel/policy.ts'
export type { Relay } from './kernel/relay.ts'
export type { RecordReader, RecordVisitor } from './kernel/ring.ts'
export { deflateBase64, type InflateOptions, inflateBase64 } from './outputs/deflated-text.ts'
export {
  type AccountKind,
  accountId,
  accountName,
} from './policy/accounts.ts'
export {
  type AddressRange,
  addressRangeText,
  parseAddressRange,
} from './policy/address-range.ts'
export { cgroupId, cgroupPath } from './policy/cgroup.ts'
export {
  type ControlPlane,
  type FlaggedFile,
  type ObjectChange,
  type ObjectState,
  type PlaneFacts,
  trackingWords,
} from './policy/control-plane.ts'
export {
  type Disclosed,
  type DisclosedAttributes,
  Disclosure,
  type OwnChange,
  type OwnState,
} from './policy/disclosure.ts'
export {
  type FlagPersistence,
  type NameOf,
  type RestoreReport,
  type SaveFailure,
  type SaveReport,
  saveFailures,
} from './policy/flag-persistence.ts'
export { MemoryPlane, type MemoryPlaneOptions } from './policy/memory-plane.ts'
export { filterNames, policyHash, policyHashText, policyText } from './policy/policy-text.ts'
export { readSavedState } from './policy/saved-flags.ts'
export type {
  AddressKey,
  CgroupKey,
  GroupKey,
  NamespaceKey,
  SecurityContextKey,
  Target,
  TargetAction,
  TargetKey,
  UserKey,
} from './policy/target.ts'
export { captureVersion, libraryVersion } from './policy/version.ts'
export type {
  ChunkHead,
  RelationCursor,
  Scope,
  VertexCursor,
} from './record/cursor.ts'
export {
  createDecoder,
  type DecodeProblem,
  type Decoder,
  type DecoderOptions,
} from './record/decode.ts'
export type {
  FamilyDefinition,
  ProvClass,
  RelationDefinition,
  VertexDefinition,
} from './record/definition.ts'
export {
  dispatch,
  type RecordHandlers,
  type RecordProblem,
  type RelationHandlers,
  type RelationRecordOf,
  type VertexHandlers,
} from './record/dispatch.ts'
export type {
  Field,
  FieldKind,
  FieldsOf,
  JsonForm,
  Utsname,
} from './record/field.ts'
export {
  identifierText,
  type ParsedIdentifier,
  parseIdentifier,
  pathId,
  type RelationIdentity,
  relationIdentifier,
  relationTypeWord,
  typeName,
  type VertexIdentity,
  vertexIdentifier,
  vertexTypeWord,
} from './record/identifier.ts'
export { NameBook } from './record/name-book.ts'
export type {
  LossRecord,
  ProvenanceRecord,
  RelationEnd,
  RelationRecord,
  VertexHeader,
  VertexRecord,
  VertexRecordOf,
} from './record/record.ts'
export {
  type Family,
  type FamilyName,
  families,
  type RelationType,
  type RelationTypeName,
  relationByName,
  relationTypes,
  type VertexType,
  type VertexTypeName,
  vertexByName,
  vertexTypes,
} from './record/registry.ts'
export type { Flags, SavedState } from './record/saved-state.ts'
