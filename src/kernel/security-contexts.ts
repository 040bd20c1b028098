/**
 * Security contexts: the programs give each text that they see a number (bpf/prov/context.h), which is what
 * records carry. Here a number becomes its text again.
 */
import type { ContextModule, Control } from './control.ts'
import type { Counters } from './counters.ts'
import { securityModules } from './filesystems.ts'
import { entriesOf } from './kernel-object.ts'
import { CONTEXT_MOST_BYTES, controlLayout } from './layout.ts'
import type { ProgramSet } from './programs.ts'
import { mapOf } from './request.ts'

/** The module whose contexts can be told on this machine; `undefined` when it has none that we read. */
export function contextModule(): ContextModule | undefined {
  return securityModules()?.includes('apparmor') ? 'apparmor' : undefined
}

/**
 * Has the programs tell contexts, where the machine has some. To be called before anything attaches, and
 * `confirmContexts` when they have looked at a process.
 */
export function wantContexts(control: Control): void {
  control.contextModule = contextModule()
}

/** Without a first context there never will be one: the kernel does not say where it keeps them. */
export function confirmContexts(control: Control, counters: Counters): void {
  if (counters.contexts === 0) control.contextModule = undefined
}

/** Texts of the contexts that one capture has seen. */
export class SecurityContexts {
  readonly #programs: ProgramSet
  readonly #known = new Map<number, string | undefined>([[0, undefined]])

  constructor(programs: ProgramSet) {
    this.#programs = programs
  }

  /**
   * The text that a number in a record stands for; `undefined` for what has none. A number keeps its text, so
   * that the kernel is asked once for each.
   */
  readonly of = (number: number): string | undefined => {
    if (!this.#known.has(number)) this.#read()
    if (!this.#known.has(number)) this.#known.set(number, undefined)
    return this.#known.get(number)
  }

  #read(): void {
    const { size } = controlLayout.security_context
    for (const { key, value } of entriesOf(mapOf(this.#programs, 'contexts'), size, 4)) {
      const number = new DataView(value.buffer).getUint32(0, true)
      this.#known.set(number, contextOfKey(key))
    }
  }
}

/** A context as a key of the maps `contexts` and `context_targets`. */
export function contextKey(context: string): Uint8Array {
  const key = new Uint8Array(controlLayout.security_context.size)
  key.set(Buffer.from(context).subarray(0, CONTEXT_MOST_BYTES))
  return key
}

/** The other way round. */
export function contextOfKey(key: Uint8Array): string {
  const end = key.indexOf(0)
  return Buffer.from(end < 0 ? key : key.subarray(0, end)).toString()
}
