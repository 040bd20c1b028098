/**
 * The one place where native functions are called: libbpf, and the few functions of libc that Node does
 * not offer. Everything is loaded on first use, so that a machine without libbpf can still run `doctor`
 * and every command that does not capture.
 */
import { createRequire } from 'node:module'
import type * as Koffi from 'koffi'
import { CamflowError } from '../errors.ts'

/** Address of an object of libbpf or of mapped memory. */
export type Handle = bigint

/** The functions of libbpf in use. Integers below zero are errno negated; null is failure with errno. */
interface Libbpf {
  libbpf_version_string(): string
  bpf_object__open_file(path: string, opts: null): Handle | null
  bpf_object__load(object: Handle): number
  bpf_object__close(object: Handle): void
  bpf_object__next_program(object: Handle, program: Handle | null): Handle | null
  bpf_object__next_map(object: Handle, map: Handle | null): Handle | null
  bpf_program__name(program: Handle): string
  bpf_program__section_name(program: Handle): string
  bpf_program__set_autoload(program: Handle, load: boolean): number
  bpf_program__set_type(program: Handle, type: number): number
  bpf_program__set_expected_attach_type(program: Handle, type: number): number
  bpf_program__set_attach_target(program: Handle, target: number, name: string): number
  bpf_program__fd(program: Handle): number
  bpf_map__name(map: Handle): string
  bpf_map__fd(map: Handle): number
  bpf_map__set_max_entries(map: Handle, entries: number): number
  bpf_map__value_size(map: Handle): number
  bpf_map__reuse_fd(map: Handle, fd: number): number
  bpf_map_create(
    type: number,
    name: string,
    keyBytes: number,
    valueBytes: number,
    entries: number,
    options: Uint32Array,
  ): number
  bpf_map__set_initial_value(map: Handle, data: Uint8Array, size: number): number
  bpf_map_update_elem(
    fd: number,
    key: Uint8Array | null,
    value: Uint8Array | Uint32Array,
    flags: number,
  ): number
  bpf_map_lookup_elem(fd: number, key: Uint8Array, value: Uint8Array): number
  bpf_map_delete_elem(fd: number, key: Uint8Array): number
  bpf_map_lookup_and_delete_elem(fd: number, key: Uint8Array | null, value: Uint8Array): number
  bpf_map_get_next_key(fd: number, key: Uint8Array | null, next: Uint8Array): number
  bpf_obj_get(path: string): number
  bpf_obj_get_opts(path: string, opts: Uint8Array): number
  bpf_obj_pin(fd: number, path: string): number
  bpf_obj_get_info_by_fd(fd: number, info: Uint8Array, length: Uint32Array): number
  bpf_prog_get_next_id(start: number, next: Uint32Array): number
  bpf_prog_get_fd_by_id(id: number): number
  bpf_raw_tracepoint_open(name: string | null, program: number): number
  bpf_link_create(program: number, target: number, type: number, opts: null): number
  bpf_iter_create(link: number): number
}

interface Libc {
  mmap(
    at: Handle | null,
    length: number,
    prot: number,
    flags: number,
    fd: number,
    offset: number,
  ): Handle
  munmap(address: Handle, length: number): number
  mount(source: string, target: string, type: string, flags: number, data: string | null): number
  umount2(target: string, flags: number): number
  pipe2(fds: Int32Array, flags: number): number
  read(fd: number, bytes: Uint8Array, length: number): number
  vsnprintf(buffer: Uint8Array, size: number, format: Handle, values: Handle): number
  mkfifo(path: string, mode: number): number
  socket(domain: number, type: number, protocol: number): number
  connect(fd: number, address: Uint8Array, length: number): number
  socketpair(domain: number, type: number, protocol: number, fds: Int32Array): number
  recv(fd: number, bytes: Uint8Array, length: number, flags: number): number
  send(fd: number, bytes: Uint8Array, length: number, flags: number): number
  ioctl(fd: number, request: number, value: Int32Array): number
  flock(fd: number, operation: number): number
  getxattr(path: string, name: string, value: Uint8Array, size: number): number
  setxattr(path: string, name: string, value: Uint8Array, size: number, flags: number): number
  removexattr(path: string, name: string): number
}

const libbpfSignatures = {
  libbpf_version_string: 'const char *libbpf_version_string()',
  bpf_object__open_file: 'void *bpf_object__open_file(const char *path, void *opts)',
  bpf_object__load: 'int bpf_object__load(void *object)',
  bpf_object__close: 'void bpf_object__close(void *object)',
  bpf_object__next_program: 'void *bpf_object__next_program(void *object, void *program)',
  bpf_object__next_map: 'void *bpf_object__next_map(void *object, void *map)',
  bpf_program__name: 'const char *bpf_program__name(void *program)',
  bpf_program__section_name: 'const char *bpf_program__section_name(void *program)',
  bpf_program__set_autoload: 'int bpf_program__set_autoload(void *program, bool load)',
  bpf_program__set_type: 'int bpf_program__set_type(void *program, int type)',
  bpf_program__set_expected_attach_type:
    'int bpf_program__set_expected_attach_type(void *program, int type)',
  bpf_program__set_attach_target:
    'int bpf_program__set_attach_target(void *program, int target, const char *name)',
  bpf_program__fd: 'int bpf_program__fd(void *program)',
  bpf_map__name: 'const char *bpf_map__name(void *map)',
  bpf_map__fd: 'int bpf_map__fd(void *map)',
  bpf_map__set_max_entries: 'int bpf_map__set_max_entries(void *map, uint32_t entries)',
  bpf_map__value_size: 'uint32_t bpf_map__value_size(void *map)',
  bpf_map__reuse_fd: 'int bpf_map__reuse_fd(void *map, int fd)',
  bpf_map_create:
    'int bpf_map_create(int type, const char *name, uint32_t key, uint32_t value, uint32_t entries, void *options)',
  bpf_map__set_initial_value: 'int bpf_map__set_initial_value(void *map, void *data, size_t size)',
  bpf_map_update_elem: 'int bpf_map_update_elem(int fd, void *key, void *value, uint64_t flags)',
  bpf_map_lookup_elem: 'int bpf_map_lookup_elem(int fd, void *key, void *value)',
  bpf_map_delete_elem: 'int bpf_map_delete_elem(int fd, void *key)',
  bpf_map_lookup_and_delete_elem:
    'int bpf_map_lookup_and_delete_elem(int fd, void *key, void *value)',
  bpf_map_get_next_key: 'int bpf_map_get_next_key(int fd, void *key, void *next)',
  bpf_obj_get: 'int bpf_obj_get(const char *path)',
  bpf_obj_get_opts: 'int bpf_obj_get_opts(const char *path, void *opts)',
  bpf_obj_pin: 'int bpf_obj_pin(int fd, const char *path)',
  bpf_obj_get_info_by_fd: 'int bpf_obj_get_info_by_fd(int fd, void *info, void *length)',
  bpf_prog_get_next_id: 'int bpf_prog_get_next_id(uint32_t start, void *next)',
  bpf_prog_get_fd_by_id: 'int bpf_prog_get_fd_by_id(uint32_t id)',
  bpf_raw_tracepoint_open: 'int bpf_raw_tracepoint_open(const char *name, int program)',
  bpf_link_create: 'int bpf_link_create(int program, int target, int type, void *opts)',
  bpf_iter_create: 'int bpf_iter_create(int link)',
} as const satisfies Readonly<Record<keyof Libbpf, string>>

const libcSignatures = {
  mmap: 'void *mmap(void *at, size_t length, int prot, int flags, int fd, int64_t offset)',
  munmap: 'int munmap(void *address, size_t length)',
  mount:
    'int mount(const char *source, const char *target, const char *type, uint64_t flags, const char *data)',
  umount2: 'int umount2(const char *target, int flags)',
  pipe2: 'int pipe2(void *fds, int flags)',
  read: 'int64_t read(int fd, void *bytes, size_t length)',
  vsnprintf: 'int vsnprintf(void *buffer, size_t size, void *format, void *values)',
  mkfifo: 'int mkfifo(const char *path, uint32_t mode)',
  socket: 'int socket(int domain, int type, int protocol)',
  connect: 'int connect(int fd, void *address, uint32_t length)',
  socketpair: 'int socketpair(int domain, int type, int protocol, void *fds)',
  recv: 'int64_t recv(int fd, void *bytes, size_t length, int flags)',
  send: 'int64_t send(int fd, void *bytes, size_t length, int flags)',
  ioctl: 'int ioctl(int fd, uint64_t request, void *value)',
  flock: 'int flock(int fd, int operation)',
  getxattr: 'int64_t getxattr(const char *path, const char *name, void *value, size_t size)',
  setxattr: 'int setxattr(const char *path, const char *name, void *value, size_t size, int flags)',
  removexattr: 'int removexattr(const char *path, const char *name)',
} as const satisfies Readonly<Record<keyof Libc, string>>

interface Libraries {
  readonly bpf: Libbpf
  readonly libc: Libc
  readonly koffi: typeof Koffi
}

const SONAME = 'libbpf.so.1'
let libraries: Libraries | undefined

function load(): Libraries {
  if (libraries !== undefined) return libraries
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi
    const handle = koffi.load(SONAME)
    const bpf = bind<Libbpf>(handle, libbpfSignatures)
    const libc = bind<Libc>(koffi.load('libc.so.6'), libcSignatures)
    libraries = { koffi, bpf, libc }
    catchMessages(handle, libraries)
    return libraries
  } catch (cause) {
    throw new CamflowError('CF_LIBBPF_MISSING', SONAME, { cause })
  }
}

function bind<T>(handle: Koffi.LibraryHandle, table: Readonly<Record<keyof T, string>>): T {
  const bound = Object.entries<string>(table).map(([name, text]) => [name, handle.func(text)])
  return Object.fromEntries(bound) as T
}

/**
 * libbpf, loaded on first use.
 *
 * @throws CF_LIBBPF_MISSING when it cannot be loaded.
 */
export function libbpf(): Libbpf {
  return load().bpf
}

/** The functions of libc that Node does not offer. */
export function libc(): Libc {
  return load().libc
}

/** `errno` after the last call. */
export function errno(): number {
  return load().koffi.errno()
}

/** A look at native memory. It must not be used after the memory is unmapped. */
export function viewMemory(address: Handle, length: number): ArrayBuffer {
  return load().koffi.view(address, length)
}

/** Tells when a file descriptor becomes readable, through Node's own event loop. */
export function watchReadable(fd: number, listener: () => void): { close(): void } {
  return load().koffi.node.poll(fd, { readable: true }, listener)
}

/** Room for one message: the verifier's log comes as one. Pages are taken only when written. */
const MESSAGE_BYTES = 17 << 20
const TAIL_BYTES = 65_536
const KEPT_MESSAGES = 64
const LEVEL_DEBUG = 2
let messages: string[] = []

/**
 * Takes libbpf's messages instead of letting it write them to standard error. A `va_list` parameter is
 * a pointer in the calling conventions of x86-64 and arm64, so it can be handed on to `vsnprintf`.
 */
function catchMessages(handle: Koffi.LibraryHandle, { koffi, libc }: Libraries): void {
  const isVerbose = process.env.CAMFLOW_DEBUG !== undefined
  const print = koffi.pointer(koffi.proto('int', ['int', 'void *', 'void *']))
  let buffer: Buffer | undefined
  const listener = (level: number, format: Handle, values: Handle): number => {
    if (level >= LEVEL_DEBUG && !isVerbose) return 0
    buffer ??= Buffer.allocUnsafeSlow(MESSAGE_BYTES)
    const whole = libc.vsnprintf(buffer, MESSAGE_BYTES, format, values)
    const length = Math.min(whole, MESSAGE_BYTES - 1)
    const text = buffer.toString('utf8', Math.max(0, length - TAIL_BYTES), length)
    if (isVerbose) process.stderr.write(text)
    messages = [...messages.slice(1 - KEPT_MESSAGES), text]
    return 0
  }
  handle.func('libbpf_set_print', 'void *', [print])(koffi.register(listener, print))
}

/** What libbpf said since the last call, one text per message; of a long one the end. */
export function takeMessages(): readonly string[] {
  const taken = messages
  messages = []
  return taken
}
