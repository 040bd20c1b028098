/**
 * The capture programs: opened from an object file, fitted to the running kernel, loaded, attached.
 * After that, what matters is a set of file descriptors, the same whether this process loaded the
 * programs or found them pinned (pins.ts).
 */
import { CamflowError } from '../errors.ts'
import { Attachments } from './attachments.ts'
import { kernelTypes } from './btf.ts'
import { type Handle, libbpf, takeMessages } from './libbpf.ts'
import { loadFailure } from './load-failure.ts'
import { chooseForms, comesLast, makeLast, takenHooks } from './lsm-order.ts'
import type { CaptureMode } from './object-file.ts'
import { defaultPolicy } from './policy.ts'
import { makeZeroSection } from './section.ts'
import { type Choice, chooseProgram, missingHooks } from './selection.ts'

/** Loaded capture programs as file descriptors. */
export interface ProgramSet {
  readonly mode: CaptureMode
  /** File descriptor of a map by its C name, data sections without their dots: `control`. */
  readonly maps: ReadonlyMap<string, number>
  /** File descriptors of the programs that carry out requests, by name. */
  readonly requests: ReadonlyMap<string, number>
  /** File descriptors of the programs that can be attached, by name. */
  readonly programs: ReadonlyMap<string, number>
  /** Which of them are. */
  readonly attachments: Attachments
  /** Hooks that nothing serves on this kernel, and why. */
  readonly missing: ReadonlyMap<string, string>
  /** Lets go. Programs that are not pinned end with it. */
  close(): void
}

/** What is fixed when programs are loaded. */
export interface LoadOptions {
  readonly mode: CaptureMode
  readonly objectPath: string
  /** Size of the ring; a power of two, at least a page. */
  readonly ringBytes: number
}

/** Programs that capture works without: what they are for fails when it is asked. */
const OPTIONAL: ReadonlySet<string> = new Set([
  'control_disclose',
  'control_flush',
  'control_objects',
  'control_sockets',
  'control_tasks',
])

/** One byte, whether second programs are loaded: bpf/hooks/attach.h. Not set it says that they are. */
const HAS_TWINS = '.rodata.twins'

/** A map's name as we use it: `.data.control` is `control`; no dots, for the BPF file system. */
function plainName(name: string): string {
  return name
    .replace(/^\.(?:data|bss)\./, '')
    .replace(/^\./, '')
    .replaceAll('.', '_')
}

/** Programs that this process loaded. */
export class LoadedPrograms implements ProgramSet {
  readonly mode: CaptureMode
  readonly choices: readonly Choice[]
  readonly maps: ReadonlyMap<string, number>
  readonly programs: ReadonlyMap<string, number>
  readonly attachments: Attachments
  readonly requests: ReadonlyMap<string, number>
  readonly #object: Handle

  private constructor(mode: CaptureMode, object: Handle, choices: readonly Choice[]) {
    const bpf = libbpf()
    this.#object = object
    this.mode = mode
    this.choices = choices
    const fds = new Map(
      programsOf(object).map((each) => [bpf.bpf_program__name(each), bpf.bpf_program__fd(each)]),
    )
    const wanted = choices.filter(({ action }) => action === 'attach')
    this.programs = new Map(wanted.map(({ name }) => [name, fds.get(name) as number]))
    this.attachments = new Attachments(this.programs)
    this.maps = new Map(
      mapsOf(object).map((each) => [plainName(bpf.bpf_map__name(each)), bpf.bpf_map__fd(each)]),
    )
    const asked = choices.filter(({ action }) => action === 'load')
    this.requests = new Map(asked.map(({ name }) => [name, fds.get(name) as number]))
  }

  /**
   * Loads an object file. Nothing is attached yet.
   *
   * @throws CF_CAPTURE_OBJECT when the file cannot be read, CF_CAPTURE_REFUSED when the kernel says no:
   *   the message names the program and ends with the verifier's last lines.
   */
  static load(options: LoadOptions): LoadedPrograms {
    return LoadedPrograms.#load(options, new Set())
  }

  /** What runs only when asked is left out where the kernel refuses it: capture works without. */
  static #load(options: LoadOptions, leftOut: ReadonlySet<string>): LoadedPrograms {
    const bpf = libbpf()
    takeMessages()
    const object = bpf.bpf_object__open_file(options.objectPath, null)
    if (object === null) {
      throw new CamflowError('CF_CAPTURE_OBJECT', takeMessages().join(' ').trim())
    }
    try {
      const choices = fitPrograms(object, leftOut)
      fitMaps(object, options)
      const result = bpf.bpf_object__load(object)
      if (result < 0) throw loadFailure(takeMessages(), -result)
      return new LoadedPrograms(options.mode, object, choices)
    } catch (error) {
      bpf.bpf_object__close(object)
      const refused = refusedProgram(error)
      if (!OPTIONAL.has(refused) || leftOut.has(refused)) throw error
      return LoadedPrograms.#load(options, new Set([...leftOut, refused]))
    }
  }

  /** Hooks that nothing serves: no program fits, or the kernel did not attach it. */
  get missing(): ReadonlyMap<string, string> {
    const missing = new Map(missingHooks(this.choices))
    for (const { name, section } of this.choices) {
      const errno = this.attachments.refused.get(name)
      if (errno !== undefined) missing.set(section, `attaching failed with errno ${errno}`)
    }
    return missing
  }

  /**
   * Attaches what the default policy uses. What cannot be attached counts as a missing hook.
   *
   * @throws CF_CAPTURE_REFUSED when none can be attached.
   */
  attach(): void {
    this.attachments.attachUsed(defaultPolicy)
    const [refused] = this.attachments.refused.values()
    if (refused === undefined || this.attachments.names.size > 0) return
    throw loadFailure(takeMessages(), refused)
  }

  close(): void {
    this.attachments.close()
    libbpf().bpf_object__close(this.#object)
  }
}

function programsOf(object: Handle): readonly Handle[] {
  return chain((previous) => libbpf().bpf_object__next_program(object, previous))
}

function mapsOf(object: Handle): readonly Handle[] {
  return chain((previous) => libbpf().bpf_object__next_map(object, previous))
}

function chain(next: (previous: Handle | null) => Handle | null): readonly Handle[] {
  const all: Handle[] = []
  for (let each = next(null); each !== null; each = next(each)) all.push(each)
  return all
}

function refusedProgram(error: unknown): string {
  const cause = error instanceof CamflowError ? error.cause : undefined
  return (cause as { readonly program?: string } | undefined)?.program ?? ''
}

function fitPrograms(object: Handle, leftOut: ReadonlySet<string>): readonly Choice[] {
  const bpf = libbpf()
  const kernel = kernelTypes()
  const isTaken = takenHooks(kernel)
  const programs = programsOf(object)
  const fitting = programs.map((program): Choice => {
    const name = bpf.bpf_program__name(program)
    const section = bpf.bpf_program__section_name(program)
    const choice = chooseProgram({ name, section }, kernel)
    return leftOut.has(name)
      ? { ...choice, action: 'skip', reason: 'the kernel refused the program' }
      : choice
  })
  const choices = chooseForms(fitting, kernel, isTaken)
  for (const [index, program] of programs.entries()) {
    const choice = choices[index] as Choice
    bpf.bpf_program__set_autoload(program, choice.action !== 'skip')
    if (comesLast(choice, isTaken)) makeLast(program, choice.hook)
  }
  return choices
}

function fitMaps(object: Handle, options: LoadOptions): void {
  for (const map of mapsOf(object)) {
    const name = libbpf().bpf_map__name(map)
    if (name === 'relay') libbpf().bpf_map__set_max_entries(map, options.ringBytes)
    if (name.startsWith('.bss.')) {
      const result = makeZeroSection(map, plainName(name))
      if (result < 0) throw loadFailure(takeMessages(), -result)
    }
    if (name === HAS_TWINS && !kernelTypes().isPreemptible) {
      libbpf().bpf_map__set_initial_value(map, Uint8Array.of(0), 1)
    }
  }
}
