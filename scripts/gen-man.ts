/** Writes the manual pages in docs/man from the tables of options, commands and configuration keys. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type CommandForm, isVerbatim } from '../src/cli/command-form.ts'
import { commands } from '../src/cli/command-table.ts'
import { subCommandUsage } from '../src/cli/control-help.ts'
import { controlOptions } from '../src/cli/control-options.ts'
import { PIN_VARIABLE } from '../src/cli/pin-directory.ts'
import { captureKeys } from '../src/config/capture-keys.ts'
import { captureHead, recordingHead, syntaxRules } from '../src/config/heads.ts'
import { type ConfigKey, type KeyTable, nowhere } from '../src/config/key.ts'
import { optionRows } from '../src/config/option-table.ts'
import { recordingKeys } from '../src/config/recording-keys.ts'
import { configureHelp } from '../src/daemon/camconfd-command-line.ts'
import { daemonHelp } from '../src/daemon/command-line.ts'
import { DEFAULT_PIN_DIRECTORY } from '../src/kernel/pins.ts'
import { bold, italic, item, type ManualPage, manualPage, paragraph, verbatim } from './man/roff.ts'

const folder = fileURLToPath(new URL('../docs/man/', import.meta.url))

const commandForms: readonly CommandForm[] = await Promise.all(
  Object.values(commands).map(async ({ load }) => (await load()).form),
)

function camflowPage(): ManualPage {
  const listed = controlOptions.filter(({ name }) => name !== undefined)
  const forms = controlOptions.flatMap((option) =>
    option.subCommands.map((command) => [subCommandUsage(command, option), command.summary]),
  )
  return {
    name: 'camflow',
    section: 1,
    about: 'record what programs do to data, and control what is recorded',
    chapters: [
      [
        'SYNOPSIS',
        `.B camflow\n.I COMMAND\n.RI [ ARGUMENT ...]\n.br\n.B camflow\n.I OPTION\n.RI [ ARGUMENT ...]`,
      ],
      [
        'DESCRIPTION',
        paragraph(
          'Records commands and, of a capture that camconfd has loaded, shows and changes what is ' +
            "captured. Changes last until the programs are loaded anew; `camflow save` keeps them. The options are those of CamFlow's own " +
            'command; each of them has a command of today as well.',
        ),
      ],
      [
        'COMMANDS',
        [
          ...Object.entries(commands).map(([name, { summary }]) => item(bold(name), `${summary}.`)),
          ...forms.map(([usage = '', summary = '']) => item(bold(usage), `${summary}.`)),
        ].join('\n'),
      ],
      ...commandForms.map(commandChapter),
      [
        'OPTIONS',
        listed
          .map(({ name = '', parameters, description }) => {
            const shown = parameters.map(({ label }) => ` ${italic(`<${label}>`)}`).join('')
            return item(bold(name) + shown, `${description}.`)
          })
          .join('\n'),
      ],
      [
        'ENVIRONMENT',
        item(bold(PIN_VARIABLE), `Where the capture is pinned. Default: ${DEFAULT_PIN_DIRECTORY}.`),
      ],
      [
        'EXIT STATUS',
        [
          item('0', 'Done.'),
          item('1', 'The capture refused the change, or what was named is not there.'),
          item('2', 'A wrong command line of a command.'),
          item(
            '255',
            'A wrong command line of an option, nothing is captured here, or `--file` or `--process` found nothing.',
          ),
        ].join('\n'),
      ],
      ['SEE ALSO', seeAlso(['camconfd', 8], ['camflowd', 8], ['camflow.ini', 5])],
    ],
  }
}

/** What a command is called with. */
function commandChapter({ usage, about, options }: CommandForm): readonly [string, string] {
  const rows = optionRows(options).flatMap(({ label, effect, heading }) => [
    ...(heading === undefined ? [] : [paragraph(heading)]),
    item(bold(label), `${effect}.`),
  ])
  const text = about.map((each) => (isVerbatim(each) ? verbatim(each) : paragraph(each)))
  const title = usage.split(' ').slice(0, 2).join(' ').toUpperCase()
  return [title, [bold(usage), ...text, ...rows].join('\n')]
}

function daemonPage(name: string, about: string, help: string): ManualPage {
  const [synopsis = '', ...rest] = help.split('\n')
  return {
    name,
    section: 8,
    about,
    chapters: [
      ['SYNOPSIS', bold(synopsis)],
      ['DESCRIPTION', verbatim(rest.join('\n').trim())],
      ['SEE ALSO', seeAlso(['camflow', 1], ['camflow.ini', 5], ['camflowd.ini', 5])],
    ],
  }
}

function filePage(name: string, about: string, head: string, table: KeyTable): ManualPage {
  const sections = [...new Set(Object.values(table).map(({ section }) => section))]
  return {
    name,
    section: 5,
    about,
    chapters: [
      ['DESCRIPTION', paragraph(head)],
      ['SYNTAX', syntaxRules.map(paragraph).join('\n')],
      ...sections.map((section): readonly [string, string] => [
        `[${section}]`,
        Object.values(table)
          .filter((key) => key.section === section)
          .map(keyItem)
          .join('\n'),
      ]),
      ['SEE ALSO', seeAlso(['camflow', 1], ['camconfd', 8], ['camflowd', 8])],
    ],
  }
}

function keyItem(key: ConfigKey): string {
  const fallback = key.isList
    ? 'Any number of lines.'
    : `Default: ${key.fallback === undefined ? 'none' : key.kind.write(key.fallback, nowhere)}.`
  return item(`${bold(key.key)}=`, `${key.effect} Value: ${key.kind.name}. ${fallback}`)
}

function seeAlso(...pages: readonly (readonly [name: string, section: number])[]): string {
  return pages.map(([name, section]) => `${bold(name)}(${section})`).join(', ')
}

const pages: readonly (() => ManualPage)[] = [
  camflowPage,
  () => daemonPage('camconfd', 'load the capture and put its policy in force', configureHelp),
  () => daemonPage('camflowd', 'record what is captured', daemonHelp),
  () => filePage('camflow.ini', 'what CamFlow captures', captureHead, captureKeys),
  () =>
    filePage('camflowd.ini', 'where CamFlow writes what it captures', recordingHead, recordingKeys),
]

/** Every page: where it lies, and its text. */
export const manualPages: readonly (readonly [path: string, make: () => string])[] = pages.map(
  (make) => {
    const { name, section } = make()
    return [`${folder}${name}.${section}`, () => manualPage(make(), 'scripts/gen-man.ts')]
  },
)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, make] of manualPages) writeFileSync(path, make())
}
