import { parseArgs } from 'node:util'
import { defaultKernel, isKernelName, type KernelName, kernelNames } from './kernels.ts'
import type { GuestOptions } from './options.ts'

const help = `npm run guest -- [OPTION…] -- COMMAND…

Boots a stock Debian kernel under QEMU with this checkout and runs COMMAND as root in it.
Its output is passed through, its exit code is ours; 125 means that the guest itself failed.
What it leaves in /out appears in build/guest-out/. One single word with a blank in it is given
to a shell: npm run guest -- -- 'uname -r; id'

  --kernel NAME      ${kernelNames.join(', ')}; default ${defaultKernel}
  --lsm LIST         the kernel's list of security modules; default Debian's, which has bpf
  --append WORDS     more words for the kernel command line
  --icount           one guest nanosecond is one instruction; one processor
  --cpus N           processors; default 2
  --memory MB        memory; default 2048
  --timeout S        gives up after S seconds; default 300
  --out DIR          what is /out in the guest; give each guest its own when several run at once
  --disk FILE        keeps what the guest changes, for the next one with that disk; made when missing
  --systemd          starts the services that were enabled in the guest, then COMMAND
  --dmesg            writes the guest's kernel log to dmesg.txt in that folder
  --verbose          says how long it took`

const options = {
  kernel: { type: 'string' },
  lsm: { type: 'string' },
  append: { type: 'string' },
  icount: { type: 'boolean' },
  cpus: { type: 'string' },
  memory: { type: 'string' },
  timeout: { type: 'string' },
  out: { type: 'string' },
  disk: { type: 'string' },
  systemd: { type: 'boolean' },
  dmesg: { type: 'boolean' },
  verbose: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

/** A guest to boot, and what the command line says besides. */
export type GuestCommandLine = GuestOptions & {
  readonly writesDmesg: boolean
  readonly isVerbose: boolean
}

/**
 * Reads the arguments of `npm run guest`.
 *
 * @returns the guest to boot, or the help text when that is asked for.
 * @throws TypeError naming the option that is wrong.
 */
export function parseGuestArguments(args: readonly string[]): GuestCommandLine | string {
  const split = args.indexOf('--')
  const own = split < 0 ? args.slice(0, optionCount(args)) : args.slice(0, split)
  const command = split < 0 ? args.slice(optionCount(args)) : args.slice(split + 1)
  const { values } = parseArgs({ args: [...own], options, strict: true })
  if (values.help) return help
  if (command.length === 0) throw new TypeError(`guest: no command given\n\n${help}`)
  return {
    command: shellWhenOneWord(command),
    icount: values.icount ?? false,
    writesDmesg: values.dmesg ?? false,
    isVerbose: values.verbose ?? false,
    ...defined({
      kernel: kernelName(values.kernel),
      lsm: values.lsm,
      kernelParameters: values.append?.split(' '),
      cpus: count('--cpus', values.cpus),
      memoryMb: count('--memory', values.memory),
      timeoutMs: count('--timeout', values.timeout, 1000),
      outDir: values.out,
      disk: values.disk,
      systemd: values.systemd,
    }),
  }
}

/** The members that have a value: an option that was not given stays absent. */
function defined<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const given = Object.entries(members).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

/** Where the command begins when no `--` says so (npm takes one away): after our own options. */
function optionCount(args: readonly string[]): number {
  let index = 0
  while (args[index]?.startsWith('--')) {
    const word = args[index]?.slice(2) ?? ''
    const isFlag = Object.hasOwn(options, word) && options[word as keyof typeof options].type
    index += isFlag === 'string' ? 2 : 1
  }
  return index
}

function shellWhenOneWord(command: readonly string[]): readonly string[] {
  const [only] = command
  return command.length === 1 && only?.includes(' ') ? ['sh', '-c', only] : command
}

function kernelName(text: string | undefined): KernelName | undefined {
  if (text === undefined || isKernelName(text)) return text
  throw new TypeError(`--kernel ${text}: not one of ${kernelNames.join(', ')}`)
}

function count(option: string, text: string | undefined, factor = 1): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9][0-9]*$/.test(text)) throw new TypeError(`${option} ${text}: not a positive number`)
  return Number(text) * factor
}
