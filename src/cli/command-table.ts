import type { Command } from './option.ts'

/** Every command. To add one: a file under commands/ and a line here. */
export const commands: Readonly<Record<string, Command>> = {
  run: {
    summary: 'record a command and everything it touches',
    load: async () => (await import('./commands/run.ts')).runCommand,
  },
  stats: {
    summary: 'say what the running daemons have recorded, lost and still hold',
    load: async () => (await import('./commands/stats.ts')).statsCommand,
  },
  doctor: {
    summary: 'say what this machine can capture, and what to do about the rest',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
  convert: {
    summary: 'write a log in another form, or draw it',
    load: async () => (await import('./commands/convert.ts')).convertCommand,
  },
  validate: {
    summary: 'check that a log is valid, complete and acyclic',
    load: async () => (await import('./commands/validate.ts')).validateCommand,
  },
  save: {
    summary: 'write the policy in force to the file that camconfd reads',
    load: async () => (await import('./commands/save.ts')).saveCommand,
  },
  service: {
    summary: 'make this installation a service of the machine, or take that back',
    load: async () => (await import('./commands/service.ts')).serviceCommand,
  },
  completion: {
    summary: 'print the script that completes the command line in a shell',
    load: async () => (await import('./commands/completion.ts')).completionCommand,
  },
}
