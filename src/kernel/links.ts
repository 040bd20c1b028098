/**
 * Links: what keeps a program attached. Either an open file descriptor or a name in the BPF file system
 * does; a process that pins them keeps none open, so that taking the name away is enough to detach.
 */
import { closeSync, readdirSync, rmSync } from 'node:fs'
import { CamflowError } from '../errors.ts'
import { libbpf } from './libbpf.ts'

/** Links by the name of their program. */
export interface Links {
  names(): ReadonlySet<string>
  /** Takes over a link's file descriptor. @throws CF_MAP_ACCESS when it cannot be kept. */
  add(name: string, fd: number): void
  remove(name: string): void
  /** Gives all links to another keeper. */
  moveTo(other: Links): void
  close(): void
}

/** Links that are attached as long as this process has them open. */
export class OpenLinks implements Links {
  readonly #fds = new Map<string, number>()

  names(): ReadonlySet<string> {
    return new Set(this.#fds.keys())
  }

  add(name: string, fd: number): void {
    this.#fds.set(name, fd)
  }

  remove(name: string): void {
    const fd = this.#fds.get(name)
    if (fd === undefined) return
    this.#fds.delete(name)
    closeSync(fd)
  }

  moveTo(other: Links): void {
    for (const [name, fd] of this.#fds) {
      this.#fds.delete(name)
      other.add(name, fd)
    }
  }

  close(): void {
    for (const name of this.names()) this.remove(name)
  }
}

/** Links that are attached as long as they have a name in a directory. */
export class PinnedLinks implements Links {
  readonly #directory: string

  /** @param directory exists, in the BPF file system. */
  constructor(directory: string) {
    this.#directory = directory
  }

  names(): ReadonlySet<string> {
    return new Set(readdirSync(this.#directory))
  }

  add(name: string, fd: number): void {
    try {
      const result = libbpf().bpf_obj_pin(fd, this.#path(name))
      if (result < 0) throw new CamflowError('CF_MAP_ACCESS', `${name}: errno ${-result}`)
    } finally {
      closeSync(fd)
    }
  }

  remove(name: string): void {
    rmSync(this.#path(name), { force: true })
  }

  moveTo(): void {
    throw new TypeError('pinned links stay where they are')
  }

  close(): void {}

  #path(name: string): string {
    return `${this.#directory}/${name}`
  }
}
