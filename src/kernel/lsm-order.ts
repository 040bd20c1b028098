/**
 * Where our program of an LSM hook stands among those of others there. Of the LSM programs of a hook the kernel runs
 * the last attached first, and none after one that refuses: who came later has refused before us. What was there
 * before we came would refuse behind us, and we would record what has not happened. There ours is attached as an
 * fexit program of the empty function behind the hook, which runs after them all and is told what they said.
 *
 * Where nobody else is, the hooks that fire most have a form that the kernel reaches in fewer instructions: an fentry
 * program of that function (QUICK_PROG in bpf/hooks/attach.h, ADR 0010).
 */
import { closeSync } from 'node:fs'
import type { KernelTypes } from './btf.ts'
import { type Handle, libbpf } from './libbpf.ts'
import { type Choice, isQuickForm, plainForm } from './selection.ts'

/** Whether an LSM program of somebody else hangs on a hook. */
export type IsTaken = (hook: string) => boolean

/** Hooks whose program may refuse by itself: it stays an LSM program. */
export const REFUSING: ReadonlySet<string> = new Set(['inode_removexattr', 'inode_setxattr'])

/** Of `enum bpf_prog_type` and `enum bpf_attach_type`. */
const TRACING = 26
const LSM = 29
const TRACE_FEXIT = 25

/** `struct bpf_prog_info`. */
const INFO_BYTES = 232
const INFO_ATTACHED_TO = 224

/**
 * Of two forms of a program takes one: the quick one where nobody else is on the hook and the kernel does not
 * preempt itself. An fentry program that another task's call interrupts is left out there.
 */
export function chooseForms(
  choices: readonly Choice[],
  kernel: KernelTypes,
  isTaken: IsTaken,
): readonly Choice[] {
  const quick = new Set(
    choices
      .filter(({ name, action }) => isQuickForm(name) && action === 'attach')
      .map(({ name }) => plainForm(name))
      .filter((hook) => !kernel.isPreemptible && !isTaken(hook)),
  )
  return choices.map((choice) =>
    quick.has(plainForm(choice.name)) === isQuickForm(choice.name)
      ? choice
      : { ...choice, action: 'skip', reason: 'the other form of the program fits better' },
  )
}

/** Whether a program has to be attached behind the LSM programs of its hook. */
export function comesLast({ section, hook, action }: Choice, isTaken: IsTaken): boolean {
  return action === 'attach' && section === `lsm/${hook}` && isTaken(hook) && !REFUSING.has(hook)
}

/** Has a program that is not loaded yet attached there. */
export function makeLast(program: Handle, hook: string): void {
  const bpf = libbpf()
  bpf.bpf_program__set_type(program, TRACING)
  bpf.bpf_program__set_expected_attach_type(program, TRACE_FEXIT)
  bpf.bpf_program__set_attach_target(program, 0, `bpf_lsm_${hook}`)
}

/** The hooks that have an LSM program when it is first asked; other modes never ask. */
export function takenHooks(kernel: KernelTypes): IsTaken {
  let taken: ReadonlySet<number> | undefined
  return (hook) => {
    taken ??= functionsWithPrograms()
    const behind = kernel.functionId?.(`bpf_lsm_${hook}`)
    return behind !== undefined && taken.has(behind)
  }
}

/** Of attached programs the hooks where an LSM program came after a quick form: it refuses behind ours. */
export function overtakenHooks(attached: readonly string[], isTaken: IsTaken): readonly string[] {
  return attached.filter(isQuickForm).map(plainForm).filter(isTaken).sort()
}

/** The functions behind hooks that have an LSM program, by their number in the kernel's types. */
function functionsWithPrograms(): ReadonlySet<number> {
  const bpf = libbpf()
  const taken = new Set<number>()
  const id = Uint32Array.of(0)
  while (bpf.bpf_prog_get_next_id(id[0] ?? 0, id) === 0) {
    const fd = bpf.bpf_prog_get_fd_by_id(id[0] ?? 0)
    // Gone since.
    if (fd < 0) continue
    const info = new Uint8Array(INFO_BYTES)
    const failed = bpf.bpf_obj_get_info_by_fd(fd, info, Uint32Array.of(INFO_BYTES)) < 0
    closeSync(fd)
    const view = new DataView(info.buffer)
    if (!failed && view.getUint32(0, true) === LSM)
      taken.add(view.getUint32(INFO_ATTACHED_TO, true))
  }
  return taken
}
