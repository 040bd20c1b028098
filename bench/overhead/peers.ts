/** Ratios of other recorders on Debian's 6.1, from ../shared/bench/README.md, by operation. */

/** The recorders, in the order of the ratios. */
export const peerNames = [
  'ProvBPF',
  'sysdig',
  'bpftrace',
  'auditd',
  'CamFlow, nothing tracked',
  'CamFlow, whole system',
] as const

/** Ratio of each recorder; undefined where none was measured. */
export const peers: Readonly<Record<string, readonly (number | undefined)[]>> = {
  null: [1, 4, 14.8, 2.6, 1, 1],
  read: [2.64, 2.98, 8, 49.6, 3.33, 6.91],
  write: [2.86, 3.23, 8.9, 56, 3.78, 8.08],
  'read-4k': [1.61, 1.97, 3.6, 19],
  'read-alternate': [2, 2.07, 4.5, 26],
  stat: [1.35, 1.22, 2, 1.3, 2.46, 18.5],
  'open-close': [1.44, 1.67, 2.4, 13.3, 2.19, 15.1],
  'create-unlink': [1.42, 1.38, 1.8, 10.4, 1.13, 3.44],
  rename: [1.15, 1.28, 1.5, 10.2],
  chmod: [1.33, 1.39, 2, 11.7],
  'fork-exit': [1.02, 1.07, 1.12, 1.22, 1.02, 5.2],
  'fork-exec': [1.07, 1.07, 1.14, 1.67, 1.08, 5.3],
  'pipe-round-trip': [1.35, 1.54, 2.5, 9.6, 1.58, 7.15],
  'unix-round-trip': [1.55, 1.32, 2, 7.4, 1.65, 7.6],
  'tcp-round-trip': [1.38, 1.23, 1.6, 4.7, 1.36, 4.5],
  'tcp-connect': [1.35, 1.15, 1.5, 4.1],
}
