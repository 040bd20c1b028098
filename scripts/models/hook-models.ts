/** The models of the hooks as files: one JSON file and one picture each. */
import { hookHeads } from '../hooks/heads.ts'
import { type HookModel, hookModels, verbEdges } from '../hooks/model.ts'
import { type HookProgram, hookPrograms } from '../hooks/programs.ts'
import { arrowsOf } from './arrows.ts'
import { modelDot } from './dot.ts'

/** Where a hook is attached, mode by mode. */
interface PublishedHook extends HookModel {
  readonly attach: Readonly<Partial<Record<HookProgram['mode'], readonly string[]>>>
  /** Whether a program there could refuse the operation, were it to. */
  readonly canRefuse: boolean
}

/** Relative to docs/reference/models: name and text. */
export function hookModelFiles(): ReadonlyMap<string, string> {
  const models = publishedHooks()
  const text = JSON.stringify({ verbs: verbEdges(), hooks: models }, undefined, 2)
  return new Map([
    ['hooks.gen.json', `${text}\n`],
    ...models.map(
      ({ hook, edges }) => [`hooks/${hook}.gen.dot`, modelDot(hook, arrowsOf([...edges]))] as const,
    ),
  ])
}

/** The hooks that make flows, with how they are attached. */
export function publishedHooks(): readonly PublishedHook[] {
  const programs = programsByHook()
  return hookModels().map((model) => {
    const own = programs.get(model.hook) ?? []
    const attach: Partial<Record<HookProgram['mode'], string[]>> = {}
    for (const { mode, section } of own) {
      const sections = attach[mode] ?? []
      if (!sections.includes(section)) attach[mode] = [...sections, section]
    }
    return { ...model, attach, canRefuse: canRefuse(model.hook, attach.lsm ?? []) }
  })
}

/** Programs of each hook; a program without a head belongs to the hook before it. */
function programsByHook(): ReadonlyMap<string, readonly HookProgram[]> {
  const found = new Map(hookHeads().map(({ name }) => [name, [] as HookProgram[]]))
  let last: HookProgram[] | undefined
  for (const program of hookPrograms()) {
    last = found.get(program.name.replace(/__\d$/, '')) ?? last
    last?.push(program)
  }
  return found
}

/** A security module's hook that returns a verdict. */
function canRefuse(hook: string, lsm: readonly string[]): boolean {
  const proto = hookHeads().find(({ name }) => name === hook)?.proto
  return (
    lsm.some((section) => section.startsWith('lsm/')) && proto?.text.startsWith('int ') === true
  )
}
