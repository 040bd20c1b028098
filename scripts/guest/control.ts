/** What the guest's init reported. */
export interface ControlReport {
  /** `uname -r`, once the guest's root stood. */
  readonly release?: string
  /** Missing when the command never ended. */
  readonly exitCode?: number
  readonly dmesg: string
}

/** Reads the control stream: `ready UPTIME RELEASE`, `exit CODE`, the kernel log, `end`. */
export function parseControl(text: string): ControlReport {
  const ready = /^ready \S+ (\S+)$/m.exec(text)
  const exit = /^exit (\d+)$/m.exec(text)
  const dmesg = exit === null ? '' : text.slice(exit.index + exit[0].length + 1)
  return {
    ...(ready?.[1] === undefined ? {} : { release: ready[1] }),
    ...(exit?.[1] === undefined ? {} : { exitCode: Number(exit[1]) }),
    dmesg: dmesg.replace(/end\n$/, ''),
  }
}

const fault =
  /^\[ *[\d.]+\] (WARNING: |BUG: |Oops|general protection fault|Kernel panic|INFO: task .* blocked|rcu: INFO: .* stall|watchdog: BUG|UBSAN: |KASAN: )/

/** The lines of a kernel log that tell of a fault in the kernel. */
export function kernelFaults(dmesg: string): readonly string[] {
  return dmesg.split('\n').filter((line) => fault.test(line))
}
