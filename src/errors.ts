/**
 * Every condition that CamFlow reports, with what to do about it. A *condition* has a code here; a
 * programming mistake is a plain `TypeError`. Add a line to the table to add a code.
 */

/** What a condition means and how to end it. */
export interface ErrorEntry {
  /** One sentence, present tense, no names: those come as the detail. */
  readonly message: string
  readonly remedy: string
  /** The error of a system call that says the same; for programs that look for those. */
  readonly errno?: Errno
}

/** Errors of system calls, as Node names them. */
export type Errno = 'EPERM' | 'ENOENT' | 'EINVAL' | 'ESRCH' | 'ENOSPC' | 'ENOTSUP' | 'EBUSY'

/** All conditions, by code. */
export const errorTable = {
  CF_CHUNK_CORRUPT: {
    message: 'A chunk of the ring says a length that it cannot have.',
    remedy: 'Reload the capture programs: kernel and user space are probably of two builds.',
  },
  CF_RECORD_TRUNCATED: {
    message: 'A record ends before its last field.',
    remedy: 'Reload the capture programs: kernel and user space are probably of two builds.',
  },
  CF_RECORD_UNKNOWN_KIND: {
    message: 'A message is neither a vertex nor a relation nor arguments.',
    remedy: 'Reload the capture programs: kernel and user space are probably of two builds.',
  },
  CF_RECORD_UNKNOWN_TYPE: {
    message: 'A record has a type that the registry does not know.',
    remedy: 'Reload the capture programs: kernel and user space are probably of two builds.',
  },
  CF_RECORD_CORRUPT: {
    message: 'A record holds a value that cannot be.',
    remedy: 'Reload the capture programs: kernel and user space are probably of two builds.',
  },
  CF_IDENTIFIER_INVALID: {
    message: 'A text is not the identifier of a vertex or relation.',
    remedy: 'Give the 44 base64 characters as the log has them, with or without "cf:".',
    errno: 'EINVAL',
  },
  CF_OUTPUT_OPEN: {
    message: 'The output cannot be opened.',
    remedy: 'Choose a place that exists and that this user may write, with --output.',
  },
  CF_OUTPUT_CLOSED: {
    message: 'The output is not open.',
    remedy: 'Open the output before writing, and stop writing before closing it.',
  },
  CF_OUTPUT_ABORTED: {
    message: 'The output did not take the last document before it had to stop.',
    remedy: 'Make room; the records are still in the ring and come when recording starts again.',
  },
  CF_OUTPUT_GONE: {
    message: 'Whoever read the output has left for good.',
    remedy: 'Keep the reader of standard output running as long as the recording.',
  },
  CF_OUTPUT_TOO_LONG: {
    message: 'A document is longer than the output can carry.',
    remedy: 'Record what it holds with another output as well; the loss is counted and told.',
  },
  CF_MESSAGE_INVALID: {
    message: 'A message is not a document in base64 of zlib.',
    remedy: 'Give the whole payload; a publisher with payload=json sends documents as they are.',
  },
  CF_LIBBPF_MISSING: {
    message: 'The BPF library cannot be loaded.',
    remedy: 'Install it: apt-get install libbpf1; and run `npm install` in a checkout.',
  },
  CF_BTF_MISSING: {
    message: 'The kernel does not describe its types.',
    remedy: 'Use a kernel built with CONFIG_DEBUG_INFO_BTF=y, as all distribution kernels are.',
  },
  CF_CAPTURE_OBJECT: {
    message: 'The capture programs are not there or cannot be read.',
    remedy: 'Run `npm run build`.',
  },
  CF_CAPTURE_REFUSED: {
    message: 'The kernel refused the capture programs.',
    remedy: 'Run `camflow doctor`: it says which mode works here and what the others need.',
  },
  CF_CAPTURE_SILENT: {
    message: 'The capture programs are loaded and attached, and nothing is recorded.',
    remedy: 'Add `bpf` to the lsm= boot parameter, or use --capture fentry or tracepoint.',
  },
  CF_CAPTURE_NO_MODE: {
    message: 'No capture mode works here.',
    remedy: 'Run `camflow doctor`: it says for each mode what is missing.',
  },
  CF_MAP_ACCESS: {
    message: 'A map of the capture programs cannot be used.',
    remedy: 'Run as root. If the programs are pinned by another version, unload them first.',
  },
  CF_PIN_MISSING: {
    message: 'No capture is pinned at the place given.',
    remedy: 'Start camflowd or camconfd, which load and pin it.',
    errno: 'ENOENT',
  },
  CF_ROOT_ONLY: {
    message: 'Only root may change what is captured, or look at a process.',
    remedy: 'Run as root, for example with sudo.',
    errno: 'EPERM',
  },
  CF_NOT_PERMITTED: {
    message: 'Only root may look at the capture, or see whether there is one.',
    remedy: 'Run as root, for example with sudo.',
    errno: 'EPERM',
  },
  CF_RING_TAKEN: {
    message: 'Another reader has the records of this capture, and each goes to one reader only.',
    remedy: 'Stop that one and read its log, or capture with private programs beside it.',
    errno: 'EBUSY',
  },
  CF_PROCESS_MISSING: {
    message: 'There is no such process.',
    remedy: 'Give the id of a running process, as seen in this pid namespace.',
    errno: 'ESRCH',
  },
  CF_FILE_MISSING: {
    message: 'There is no such file, or the capture cannot reach it.',
    remedy:
      'Give the path of a file that exists; `camflow doctor` says what the capture mode sees.',
    errno: 'ENOENT',
  },
  CF_ACCOUNT_MISSING: {
    message: 'There is no such user or group.',
    remedy: 'Give a name that `getent passwd` or `getent group` lists.',
    errno: 'EINVAL',
  },
  CF_CGROUP_MISSING: {
    message: 'There is no such control group.',
    remedy: 'Give the path of a cgroup v2 directory, such as /sys/fs/cgroup/system.slice.',
    errno: 'ENOENT',
  },
  CF_ADDRESS_INVALID: {
    message: 'A text is not a range of addresses.',
    remedy: 'Write ADDRESS/PREFIX:PORT, for example 10.0.0.0/8:80 or fe80::/10:0; port 0 is any.',
    errno: 'EINVAL',
  },
  CF_TARGET_FULL: {
    message: 'There is no room for one more target of this kind.',
    remedy: 'Delete targets that are not needed, or name several by one range or cgroup.',
    errno: 'ENOSPC',
  },
  CF_TARGET_UNSUPPORTED: {
    message: 'This machine has no security contexts that capture can read.',
    remedy:
      'Boot a kernel with AppArmor in its list (`cat /sys/kernel/security/lsm`), or name the processes by user, ' +
      'group, control group or namespace instead.',
    errno: 'ENOTSUP',
  },
  CF_DISCLOSURE_CLOSED: {
    message: 'Nobody listens to what is disclosed here.',
    remedy: 'Start the service, or name the file `disclose` of another capture.',
    errno: 'ENOENT',
  },
  CF_DISCLOSURE_REFUSED: {
    message: 'The capture programs do not understand what is disclosed.',
    remedy: 'Load them anew: kernel and user space are probably of two builds.',
  },
  CF_DISCLOSURE_DISABLED: {
    message: 'Nothing can be disclosed: capture is off.',
    remedy: 'Enable it with `camflow -e true`.',
  },
  CF_DISCLOSURE_OPAQUE: {
    message: 'Nothing can be disclosed by an opaque process, nor about an opaque object.',
    remedy: 'Clear the flag with `self.change({ opaque: false })`; readers of records are opaque.',
  },
  CF_DISCLOSURE_UNKNOWN: {
    message: 'An end of a disclosed relation is not known any more.',
    remedy: 'Disclose the vertex again: of 16384, those not spoken of for longest are forgotten.',
  },
  CF_DISCLOSURE_CIRCLE: {
    message:
      'An agent that has answered for something is influenced: information would go in a circle.',
    remedy: 'Disclose another agent for what comes after the influence.',
  },
  CF_DISCLOSURE_LOST: {
    message: 'What was disclosed found no room in the ring.',
    remedy: 'Say it again, or load the programs with a larger ring.',
  },
  CF_LOG_INVALID: {
    message: 'A line of the log is not what camflow writes.',
    remedy: 'Give a whole log in one of the formats; `camflow validate` says what is wrong.',
  },
  CF_LOG_COMPRESSION: {
    message: 'The log is compressed in a way that this Node.js cannot undo.',
    remedy: 'Install the program that made it: apt-get install zstd.',
  },
  CF_GRAPH_TOO_LARGE: {
    message: 'The graph has too many vertices for a picture.',
    remedy: 'Leave more out with --hide TYPE, drop --full or --versions, or raise --limit.',
  },
  CF_GRAPHVIZ_MISSING: {
    message: 'The program `dot` does not run.',
    remedy: 'Install it: apt-get install graphviz; or write --to dot and draw it elsewhere.',
  },
  CF_CONFIG_INVALID: {
    message: 'A configuration file has errors, so nothing of it is used.',
    remedy: 'Mend the lines that are told above.',
    errno: 'EINVAL',
  },
  CF_CONFIG_UNREADABLE: {
    message: 'A configuration file cannot be read.',
    remedy: 'Copy the sample file from etc/ of the package, or name another one with --config.',
  },
  CF_CONFIG_UNWRITABLE: {
    message: 'A configuration file cannot be written; the one of before is as it was.',
    remedy: 'Run as root, or name a place that exists and that this user may write, with --config.',
  },
  CF_LABELS_FULL: {
    message: 'All 64 labels are taken.',
    remedy: 'Use one of those that `camflow labels` lists.',
    errno: 'ENOSPC',
  },
  CF_LABELS_FILE: {
    message: 'The file of the labels cannot be used.',
    remedy: 'Run as root. If /var/lib/camflow/labels.json is damaged, mend or remove it.',
  },
  CF_IDENTITY_FILE: {
    message: 'The file of the machine id or boot id cannot be used.',
    remedy: 'Run as root. If the file is damaged remove it: the number begins anew.',
  },
  CF_SAVED_STATE: {
    message: 'The attribute security.provenance of a file is not what CamFlow saves.',
    remedy: 'Remove it while nothing is captured: setfattr -x security.provenance FILE.',
    errno: 'EINVAL',
  },
  CF_SAVED_FILES: {
    message: 'The list of files whose flags are saved cannot be used.',
    remedy: 'Run as root, with room under /var/lib/camflow.',
  },
  CF_METRICS: {
    message: 'The figures of the daemon cannot be shown where they should be.',
    remedy: 'Choose another file or port in the section [metrics] of camflowd.ini.',
  },
  CF_SERVICE_FOREIGN: {
    message: 'There are units of CamFlow that `camflow service install` has not written.',
    remedy: 'Remove what they belong to: a package with its manager, a mask with systemctl unmask.',
  },
  CF_SERVICE_REFUSED: {
    message: 'The service cannot be installed or removed.',
    remedy: 'Run as root on a machine with systemd, from a whole installation.',
  },
  CF_DAEMON_RUNNING: {
    message: 'Another camflowd reads this ring already.',
    remedy: 'Stop that one, or start this one with --private or with its own --pin and --pid-file.',
    errno: 'EBUSY',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>

/** A code of the table. */
export type ErrorCode = keyof typeof errorTable

/** A condition: its code is stable, its message is not. */
export class CamflowError extends Error {
  readonly code: ErrorCode
  readonly remedy: string
  /** As Node's errors have it, `EPERM`; `undefined` where no system call says the same. */
  readonly errno: Errno | undefined

  /**
   * @param code the line of the table.
   * @param detail what it is about: a file, an option, an offset. Appended to the message.
   * @param options `cause`: the error that led here.
   */
  constructor(code: ErrorCode, detail?: string, options?: ErrorOptions) {
    const entry: ErrorEntry = errorTable[code]
    super(detail === undefined ? entry.message : `${entry.message} ${detail}`, options)
    this.name = 'CamflowError'
    this.code = code
    this.remedy = entry.remedy
    this.errno = entry.errno
  }
}
