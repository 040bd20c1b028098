/** The library: capture as a stream of typed records, and what is needed to read them. */
export { type CaptureOptions, capture, type RecordOptions, recordsOf } from './capture/capture.ts'
export {
  type CaptureSession,
  loadPinned,
  type SessionOptions,
  type SessionStats,
  startCapture,
  type TrackOptions,
} from './capture/session.ts'
export { type StoppedChild, spawnStopped } from './capture/stopped-child.ts'
export { CamflowError, type ErrorCode, errorTable } from './errors.ts'
export type { ModeChoice } from './kernel/modes.ts'
export type { CaptureMode } from './kernel/object-file.ts'
export { defaultPolicy, type Policy, relationMask, vertexMask } from './kernel/policy.ts'
export type { Relay } from './kernel/relay.ts'
export type { RelationCursor, VertexCursor } from './record/cursor.ts'
export {
  createDecoder,
  type DecodeProblem,
  type Decoder,
  type DecoderOptions,
} from './record/decode.ts'
export type {
  LossRecord,
  ProvenanceRecord,
  RelationEnd,
  RelationRecord,
  VertexRecord,
  VertexRecordOf,
} from './record/record.ts'
export type { FamilyName, RelationTypeName, VertexTypeName } from './record/registry.ts'
