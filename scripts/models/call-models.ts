/** The models of system calls: what the programs of test/suite/ claim, each a call in one situation. */
import { suitePrograms } from '../suite/programs.ts'
import { arrowsOf } from './arrows.ts'
import { modelDot } from './dot.ts'

/** Relative to docs/reference/models: name and text. */
export function callModelFiles(): ReadonlyMap<string, string> {
  const programs = suitePrograms()
  const models = programs.map(({ name, about, group, calls, claims, gap }) => ({
    name,
    about,
    group,
    calls,
    flows: claims,
    ...(gap === undefined ? {} : { gap }),
  }))
  const drawn = programs.filter(({ claims }) => claims.length > 0)
  return new Map([
    ['calls.gen.json', `${JSON.stringify(models, undefined, 2)}\n`],
    ...drawn.map(
      ({ name, claims }) =>
        [`calls/${name}.gen.dot`, modelDot(name, arrowsOf(claims.flat()))] as const,
    ),
  ])
}
