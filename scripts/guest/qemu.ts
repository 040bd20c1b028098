import type { Kernel } from './fetch-kernel.ts'
import type { FilledOptions } from './options.ts'

/** Host files and sockets of one guest. */
export interface GuestFiles {
  /** The initramfs. */
  readonly initrd: string
  /** Where the kernel's console is written. */
  readonly console: string
  /** Socket of each stream out of the guest. */
  readonly sockets: Readonly<Record<StreamName, string>>
}

/** The streams out of a guest; each is a virtio port of that name. */
export const streamNames = ['stdout', 'stderr', 'control'] as const

/** Name of one stream. */
export type StreamName = (typeof streamNames)[number]

/** QEMU's arguments for one guest. */
export function qemuArguments(
  kernel: Kernel,
  options: FilledOptions,
  files: GuestFiles,
): readonly string[] {
  return [
    ...['-M', 'q35', '-m', String(options.memoryMb), ...processors(options)],
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
    ...['-kernel', kernel.image, '-initrd', files.initrd, '-append', commandLine(options)],
    ...['-serial', `file:${doubleCommas(files.console)}`],
    ...share('host', '/', 'readonly=on,'),
    ...share('out', options.outDir, ''),
    ...disk(options.disk),
    ...['-device', 'virtio-serial-pci'],
    ...streamNames.flatMap((name) => [
      ...['-chardev', `socket,id=${name},path=${doubleCommas(files.sockets[name])}`],
      ...['-device', `virtserialport,chardev=${name},name=${name}`],
    ]),
  ]
}

/**
 * Without what costs the emulator most: `rep` string instructions that it carries out byte by byte, a fifth
 * level of page tables, the switch before and after each access to user memory. Programs are loaded in
 * 21 s for 36 s (6.12, lsm).
 */
const quickProcessor = 'max,-erms,-fsrm,-la57,-smap'
/**
 * `rep` string instructions are counted once per iteration under `-icount`: without erms and fsrm
 * the kernel copies with plain loops, as they would cost on a processor.
 */
const countedProcessor = 'max,-erms,-fsrm'

function processors(options: FilledOptions): readonly string[] {
  if (options.icount) {
    const counting = ['-accel', 'tcg', '-icount', 'shift=0,sleep=off']
    return [...counting, '-smp', '1', '-cpu', countedProcessor]
  }
  return ['-accel', 'tcg,thread=multi', '-smp', String(options.cpus), '-cpu', quickProcessor]
}

/** A kernel that oopses stops at once: a half-dead guest would only run into its time limit. */
function commandLine(options: FilledOptions): string {
  return [
    // A busy host delays the emulated timer, and the kernel would give up on it at boot.
    'console=ttyS0 quiet loglevel=5 oops=panic panic=-1 no_timer_check',
    ...(options.lsm === undefined ? [] : [`lsm=${options.lsm}`]),
    ...(options.systemd ? ['systemd.unit=guest.target systemd.show_status=yes'] : []),
    ...(options.kernelParameters ?? []),
  ].join(' ')
}

/** What the guest has synced outlives the guest, not a crash of the machine: nobody needs more. */
function disk(image: string | undefined): readonly string[] {
  if (image === undefined) return []
  const drive = `file=${doubleCommas(image)},format=raw,cache=unsafe,if=virtio`
  return ['-drive', drive]
}

function share(tag: string, path: string, access: string): readonly string[] {
  const rest = `mount_tag=${tag},security_model=none,${access}multidevs=remap`
  return ['-virtfs', `local,path=${doubleCommas(path)},${rest}`]
}

/** QEMU separates options by commas; a doubled comma is a comma. */
function doubleCommas(path: string): string {
  return path.replaceAll(',', ',,')
}
