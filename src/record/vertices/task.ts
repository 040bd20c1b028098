import type { VertexDefinition } from '../definition.ts'
import { hidden, u32, u64 } from '../field.ts'

const namespace = (what: string) => ({
  form: 'number' as const,
  meaning: `inode number of the ${what} namespace`,
  source: 'task->nsproxy',
})

/** A thread: the activity that does things. */
export const task = {
  name: 'task',
  provClass: 'activity',
  bit: 0,
  isLong: false,
  struct: 'vertex_task',
  meaning: 'a thread',
  fields: [
    u32('pid', {
      json: 'cf:pid',
      form: 'number',
      meaning: 'thread id in the initial pid namespace',
      source: 'task->pid',
    }),
    u32('vpid', {
      json: 'cf:vpid',
      form: 'number',
      meaning: 'thread id in its own pid namespace',
      source: 'task->thread_pid',
    }),
    u64('utime', {
      json: 'cf:utime',
      form: 'string',
      unit: 'µs',
      meaning: 'user CPU time',
      source: 'task->utime',
    }),
    u64('stime', {
      json: 'cf:stime',
      form: 'string',
      unit: 'µs',
      meaning: 'system CPU time',
      source: 'task->stime',
    }),
    u64('vm', {
      json: 'cf:vm',
      form: 'string',
      unit: 'KiB',
      meaning: 'virtual size',
      source: 'mm->total_vm',
    }),
    u64('rss', {
      json: 'cf:rss',
      form: 'string',
      unit: 'KiB',
      meaning: 'resident size',
      source: 'mm->rss_stat',
    }),
    u64('hw_vm', {
      json: 'cf:hw_vm',
      form: 'string',
      unit: 'KiB',
      meaning: 'highest virtual size',
      source: 'mm->hiwater_vm',
    }),
    u64('hw_rss', {
      json: 'cf:hw_rss',
      form: 'string',
      unit: 'KiB',
      meaning: 'highest resident size',
      source: 'mm->hiwater_rss',
    }),
    u64('rbytes', {
      json: 'cf:rbytes',
      form: 'string',
      unit: 'bytes, multiple of 1024',
      meaning: 'read from storage',
      source: 'task->ioac',
    }),
    u64('wbytes', {
      json: 'cf:wbytes',
      form: 'string',
      unit: 'bytes, multiple of 1024',
      meaning: 'written to storage',
      source: 'task->ioac',
    }),
    u64('cancel_wbytes', {
      json: 'cf:cancel_wbytes',
      form: 'string',
      unit: 'bytes, multiple of 1024',
      meaning: 'writes cancelled by truncation',
      source: 'task->ioac',
    }),
    u32('utsns', { json: 'cf:utsns', ...namespace('UTS') }),
    u32('ipcns', { json: 'cf:ipcns', ...namespace('IPC') }),
    u32('mntns', { json: 'cf:mntns', ...namespace('mount') }),
    u32('pidns', { json: 'cf:pidns', ...namespace('active pid') }),
    u32('netns', { json: 'cf:netns', ...namespace('network') }),
    u32('cgroupns', { json: 'cf:cgroupns', ...namespace('cgroup') }),
    u32('secid', { meaning: 'not filled in: the memory of the task tells it', source: 'none' }),
    u32('exit_status', {
      json: 'cf:exit_code, cf:exit_signal',
      form: 'members',
      meaning: 'how it ended, on the version that ends it: its wait status plus one; 0: it runs',
      source: 'task->exit_code; ours, not in CamFlow 0.9',
    }),
    u32('cgroup', {
      json: 'cf:cgroup, cf:container_id',
      form: 'members',
      meaning: 'inode number of its control group (version 2), low half; 0: not known',
      source: 'task->cgroups; ours, not in CamFlow 0.9',
    }),
    hidden('pad', 'u32', 'zero'),
  ],
} as const satisfies VertexDefinition
