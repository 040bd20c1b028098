/** One kernel that a guest can run: where Debian publishes it. */
export interface KernelSource {
  /** The suite whose `linux-image-amd64` is this kernel. */
  readonly suite: string
  /** Version prefix that the fetched package must have, so that a moved suite is noticed. */
  readonly version: RegExp
}

/**
 * The kernels that the project is tested on, by the name that `--kernel` takes.
 * A suite moves on to newer kernels; the version check then says so instead of testing another one.
 */
export const kernelSources = {
  '6.1': { suite: 'bookworm', version: /^6\.1\./ },
  '6.12': { suite: 'bookworm-backports', version: /^6\.12\./ },
  '7.3': { suite: 'trixie-backports', version: /^7\.3\b/ },
} as const satisfies Record<string, KernelSource>

/** Name of a kernel generation. */
export type KernelName = keyof typeof kernelSources

/** Every kernel generation, oldest first. */
export const kernelNames = Object.keys(kernelSources) as readonly KernelName[]

/** What boots when nothing is asked for: the kernel that the overhead figures are stated for. */
export const defaultKernel: KernelName = '6.12'

/** Tells whether `text` names a kernel generation. */
export function isKernelName(text: string): text is KernelName {
  return Object.hasOwn(kernelSources, text)
}
