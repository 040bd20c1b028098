/**
 * The attributes of an address vertex. CamFlow writes an object, which PROV-JSON does not allow as a
 * value (PROV-JSON §2.2: a value is a literal or `{"$": …}`), so only `compat` has it; `standard` has
 * the same names flat: `cf:address`, `cf:family` and `cf:host` with `cf:service`, or `cf:path`.
 */
import { familyName, readSocketAddress } from './address-text.ts'
import { Piece } from './byte-writer.ts'
import type { AttributeWriter } from './w3c-attributes.ts'
import type { W3cProfile } from './w3c-context.ts'
import { cf, provLabel } from './w3c-keys.ts'

const UNRESOLVED = 'could not resolve'
const UNIX_LABEL = new Piece('"[address] UNIX ')
const UNSUPPORTED = 'ai_family not supported'

/** Writes the attributes of one address, label included. */
export function writeAddress(w: AttributeWriter, bytes: Uint8Array, profile: W3cProfile): void {
  const address = readSocketAddress(bytes)
  if (address.family === 'AF_UNIX') {
    writeUnix(w, address.path, address.abstract, profile)
    return
  }
  if (typeof address.family === 'number') {
    writeOther(w, address.family, profile)
    return
  }
  const { family, host, service } = address
  if (profile === 'standard') {
    w.string(cf.address, family === 'AF_INET6' ? `[${host}]:${service}` : `${host}:${service}`)
    w.string(cf.family, family)
    w.string(cf.host, host)
    w.string(cf.service, service)
  } else {
    object(w, `{"type":"${family}", "host":"${host}", "service":"${service}"}`)
  }
  const version = family === 'AF_INET' ? 'IPV4' : 'IPV6'
  w.string(provLabel, `[address] ${version} ${host} (${service})`)
}

function writeUnix(
  w: AttributeWriter,
  path: Uint8Array,
  abstract: Uint8Array | undefined,
  profile: W3cProfile,
): void {
  if (profile === 'standard') {
    const name = abstract === undefined ? path : Buffer.concat([Buffer.from('@'), abstract])
    w.text(cf.address, name, 0, name.length, 'raw')
    w.string(cf.family, 'AF_UNIX')
    w.text(cf.path, path, 0, path.length, 'raw')
    w.labelText(UNIX_LABEL, name, 0, name.length, 'raw')
    return
  }
  const text = JSON.stringify(Buffer.from(path).toString('utf8'))
  object(w, `{"type":"AF_UNIX", "path":${text}}`)
  w.labelText(UNIX_LABEL, path, 0, path.length, 'raw')
}

function writeOther(w: AttributeWriter, family: number, profile: W3cProfile): void {
  if (profile === 'standard') {
    w.string(cf.family, familyName(family))
    w.string(provLabel, `[address] ${familyName(family)}`)
    return
  }
  const names = `"host":"${UNRESOLVED}", "service":"${UNRESOLVED}", "error":"${UNSUPPORTED}"`
  object(w, `{"type":${family}, ${names}}`)
  w.string(provLabel, `[address] ${family} ${UNRESOLVED} (${UNSUPPORTED})`)
}

function object(w: AttributeWriter, json: string): void {
  w.piece(cf.address.bare)
  w.raw(Buffer.from(json))
}
