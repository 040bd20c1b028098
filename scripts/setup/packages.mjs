/**
 * Every Debian package that the project needs, once: `for` says when, `why` what it is used for.
 * Node.js, npm and git are taken for granted.
 */
export const packages = [
  { name: 'clang', for: 'build', why: 'compiles bpf/ for the kernel' },
  { name: 'libbpf-dev', for: 'build', why: 'headers that bpf/ includes' },
  { name: 'make', for: 'build', why: 'builds bpf/' },
  { name: 'bpftool', for: 'build', why: 'reads type information of kernels and objects' },
  { name: 'libbpf1', for: 'run', why: 'loads and attaches the programs' },
  { name: 'wget', for: 'run', why: 'the program that the walk-through watches' },
  { name: 'qemu-system-x86', for: 'guest', why: 'runs another kernel without touching this one' },
  { name: 'busybox-static', for: 'guest', why: 'the first programs of a guest' },
  { name: 'kmod', for: 'guest', why: 'sorts the modules of a fetched kernel' },
  { name: 'xz-utils', for: 'guest', why: 'unpacks compressed modules' },
  { name: 'e2fsprogs', for: 'guest', why: 'makes the disk of a guest that is booted again' },
  { name: 'systemd', for: 'guest', why: 'first process of a guest that starts services' },
  { name: 'clang-format', for: 'test', why: 'checks the form of bpf/' },
  { name: 'gcc', for: 'test', why: 'compiles the programs that tests watch' },
  { name: 'libc6-dev', for: 'test', why: 'headers of those programs' },
  { name: 'rpm', for: 'test', why: 'makes and reads the RPM package' },
  { name: 'mosquitto', for: 'test', why: 'the MQTT broker that records are published to' },
  { name: 'openssl', for: 'test', why: 'makes the certificates of that broker' },
  { name: 'graphviz', for: 'test', why: 'draws the graphs of camflow convert' },
  { name: 'python3-prov', for: 'test', why: 'reads our PROV-JSON as an independent judge' },
]

/** The words that `for` may be. */
export const purposes = [...new Set(packages.map((one) => one.for))]
