/** The capture programs as their sources say: where they attach, what they take, what they record. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type CaptureMode, captureModes } from '../../src/kernel/object-file.ts'
import { type RelationTypeName, relationByName } from '../../src/record/registry.ts'
import { type CFunction, functionsOf, preprocess, sectionMacros } from './c-text.ts'

/** One program in one capture mode. */
export interface HookProgram {
  readonly name: string
  readonly mode: CaptureMode
  /** ELF section: `lsm/file_open`. */
  readonly section: string
  /** Parameters as declared, `ret` included. */
  readonly parameters: readonly string[]
  /** Relation types that its hook names, sorted; not those that a verb adds by itself. */
  readonly relations: readonly RelationTypeName[]
}

const bpf = fileURLToPath(new URL('../../bpf/', import.meta.url))
/** What hooks call that names relations of its own, besides the verbs. */
const HELPERS = ['prov/patterns.h', 'prov/socket.h', 'prov/packet.h']

/** Text of a file under bpf/. */
export function sourceText(file: string): string {
  return readFileSync(bpf + file, 'utf8')
}

/** Files of hooks, sorted. */
export function hookFiles(): readonly string[] {
  return readdirSync(`${bpf}hooks`)
    .filter((file) => file.endsWith('.h'))
    .sort()
    .map((file) => `hooks/${file}`)
}

/** Every program of every mode. */
export function hookPrograms(): readonly HookProgram[] {
  return captureModes.flatMap((mode) => programsOf(mode))
}

function programsOf(mode: CaptureMode): readonly HookProgram[] {
  const defined = new Set([`MODE_${mode.toUpperCase()}`])
  const included = includesOf(preprocess(sourceText('capture.bpf.c'), defined))
  const text = [...HELPERS, ...included]
    .map((file) => preprocess(sourceText(file), defined))
    .join('\n')
  const functions = functionsOf(text)
  const table = new Map(functions.map((each) => [each.name, each]))
  const macros = sectionMacros(text)
  return functions.flatMap((each) => {
    const section = sectionOf(each, mode, macros)
    const { name, head } = each
    const isOnRequest = section?.startsWith('iter/') || /^(?:tail|control)_/.test(name)
    if (section === undefined || isOnRequest) return []
    const parameters = parametersOf(head)
    return [{ name, mode, section, parameters, relations: relationsOf(each, table) }]
  })
}

function includesOf(text: string): readonly string[] {
  return [...text.matchAll(/#include "(hooks\/[^"]+)"/g)].map(([, file = '']) => file)
}

function sectionOf(
  { head }: CFunction,
  mode: CaptureMode,
  macros: ReadonlyMap<string, string>,
): string | undefined {
  const hook = /\bHOOK\((\w+)\)/.exec(head)?.[1]
  if (hook !== undefined) return mode === 'lsm' ? `lsm/${hook}` : `fexit/security_${hook}`
  const [, called, named] = /\bHOOK_IN\((\w+), (\w+)\)/.exec(head) ?? []
  if (named !== undefined) return mode === 'lsm' ? `lsm/${named}` : `fexit/security_${called}`
  const plain = /SEC\("([^"]+)"\)/.exec(head)?.[1]
  if (plain !== undefined) return plain
  const [macro = ''] = /^\w+/.exec(head) ?? []
  return macros.get(macro)
}

function parametersOf(head: string): readonly string[] {
  const list = /_PROG(?:_IN\(\w+, |\()\w+,?([\s\S]*)\)/.exec(head)?.[1] ?? ''
  return list
    .split(',')
    .map((each) => each.trim().replaceAll(/\s+/g, ' '))
    .filter((each) => each !== '')
}

/** Names `RELATION_*` in the body and in all that it calls, as far as the table goes. */
export function relationsOf(
  start: CFunction,
  table: ReadonlyMap<string, CFunction>,
): readonly RelationTypeName[] {
  const seen = new Set<CFunction>()
  const found = new Set<RelationTypeName>()
  const visit = (each: CFunction) => {
    if (seen.has(each)) return
    seen.add(each)
    for (const name of relationNames(each.body)) found.add(name)
    for (const [, called = ''] of each.body.matchAll(/\b(\w+)\(/g)) {
      const next = table.get(called)
      if (next !== undefined) visit(next)
    }
  }
  visit(start)
  return [...found].sort()
}

/** The relation types that a piece of C names. */
export function relationNames(code: string): readonly RelationTypeName[] {
  const names = [...code.matchAll(/\bRELATION_(\w+)/g)].map(([, name = '']) => name.toLowerCase())
  return names.filter((name): name is RelationTypeName => relationByName(name) !== undefined)
}
