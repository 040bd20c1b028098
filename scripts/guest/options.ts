import type { KernelName } from './kernels.ts'

/** What to boot and what to run in it. */
export interface GuestOptions {
  /** Program and arguments, run as root in the checkout; its standard input is empty. */
  readonly command: readonly string[]
  /** Kernel generation; 6.12 when left out. */
  readonly kernel?: KernelName
  /** The kernel's `lsm=` list; Debian's own when left out. */
  readonly lsm?: string
  /** Further words of the kernel command line. */
  readonly kernelParameters?: readonly string[]
  /**
   * Makes one guest nanosecond one executed instruction, on one processor: time differences in
   * the guest count instructions. False when left out.
   */
  readonly icount?: boolean
  /** Virtual processors; 2 when left out, always 1 with `icount`. */
  readonly cpus?: number
  /** Guest memory in MiB; 2048 when left out. */
  readonly memoryMb?: number
  /** The guest is killed after this long; 300 s when left out. */
  readonly timeoutMs?: number
  /**
   * Host folder that is `/out` in the guest; made when missing, not emptied.
   * When left out: `build/guest-out`, emptied first.
   */
  readonly outDir?: string
  /**
   * Image of a disk that keeps what the guest changes in its root: a later guest that is given it
   * goes on from there, as after a reboot. Made when missing. Without it all changes are lost.
   */
  readonly disk?: string
  /**
   * Process 1 is the machine's systemd; the command runs once everything that the guest itself
   * has enabled is started. What is enabled on the machine is not: the guest begins without.
   * False when left out: nothing runs besides the command.
   */
  readonly systemd?: boolean
  /** Environment variables of the command, besides PATH, HOME, LANG and TERM. */
  readonly env?: Readonly<Record<string, string>>
  /** Gets the command's output while it runs. */
  readonly onStdout?: (chunk: Buffer) => void
  /** Gets the command's error output while it runs. */
  readonly onStderr?: (chunk: Buffer) => void
  /** Told about steps that take long, a download for example. */
  readonly onProgress?: (text: string) => void
}

/** What a guest left behind. */
export interface GuestResult {
  /** Exit code of the command, as a shell states it (128 + signal when it was killed). */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  /** Host folder that was `/out`. */
  readonly outDir: string
  /** `uname -r` of the guest. */
  readonly release: string
  /** The guest's kernel log, taken after the command. */
  readonly dmesg: string
  /** Lines of `dmesg` that tell of a kernel fault: warnings, oopses, stalls, hung tasks. */
  readonly kernelFaults: readonly string[]
  /** Host time from the start of QEMU to the start of the command. */
  readonly bootMs: number
  /** Host time from the start of QEMU to its end. */
  readonly totalMs: number
}

/** Options with every default filled in. */
export type FilledOptions = GuestOptions &
  Required<Pick<GuestOptions, 'kernel' | 'icount' | 'cpus' | 'memoryMb' | 'timeoutMs' | 'outDir'>>
