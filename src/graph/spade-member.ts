/** One object of SPADE's form as a member of PROV-JSON, and its label, which SPADE's form leaves out. */
import { familyName } from '../formats/address-text.ts'
import { standardNames } from '../formats/w3c-disclosed.ts'
import { families, lossType, relationByName, vertexByName } from '../record/registry.ts'
import { literalText, told } from './literal.ts'

type Annotations = Readonly<Record<string, unknown>>

/** Where a record stands in a document. */
export interface PlacedMember {
  readonly section: string
  readonly key: string
  readonly member: Readonly<Record<string, unknown>>
}

/** @returns `undefined` when the object has not what a vertex or a relation must have. */
export function spadeMember(line: Annotations): PlacedMember | undefined {
  const annotations = line.annotations as Annotations
  if (typeof line.from === 'string') return relation(line, annotations)
  if (typeof line.id !== 'string') return undefined
  const name = literalText(annotations.object_type)
  const section = sectionOfVertex(name, line.type)
  if (section === undefined) return undefined
  return { section, key: `cf:${line.id}`, member: vertex(name, annotations) }
}

/** Of a type that we do not know, as the line says. */
function sectionOfVertex(name: string, type: unknown): string | undefined {
  if (name === lossType.name) return lossType.provClass
  const classes = new Map(['Activity', 'Entity', 'Agent'].map((each) => [each, each.toLowerCase()]))
  return vertexByName(name)?.provClass ?? classes.get(literalText(type))
}

function relation(line: Annotations, annotations: Annotations): PlacedMember | undefined {
  const { id, relation_id, relation_type, boot_id, epoch, jiffies, allowed, ...rest } = annotations
  const family =
    relationByName(literalText(relation_type))?.family ??
    families.find(({ spadeType }) => spadeType === line.type)
  const { from, to } = line
  if (family === undefined || typeof id !== 'string' || typeof to !== 'string') return undefined
  const { offset, flags, task_id } = rest
  return {
    section: family.section,
    key: `cf:${id}`,
    member: present({
      'cf:id': relation_id,
      'prov:type': relation_type,
      'cf:boot_id': boot_id,
      'cf:machine_id': rest['cf:machine_id'],
      'cf:date': rest['cf:date'],
      'cf:jiffies': jiffies,
      'cf:epoch': epoch,
      'prov:label': relation_type,
      'cf:allowed': allowed,
      [family.senderKey]: `cf:${to}`,
      [family.receiverKey]: `cf:${from}`,
      'cf:offset': offset,
      'cf:flags': flags,
      'cf:task_id': task_id,
    }),
  }
}

function vertex(name: string, annotations: Annotations): PlacedMember['member'] {
  if (name === 'packet') return packet(annotations)
  const { object_id, object_type, boot_id, version, ...rest } = annotations
  const { 'cf:machine_id': machine, 'cf:date': date, 'cf:name': objectName, ...more } = rest
  const { 'cf:taint': taint, 'cf:jiffies': jiffies, 'cf:epoch': epoch, ...own } = more
  const head = {
    'cf:id': object_id,
    'prov:type': object_type,
    'cf:boot_id': boot_id,
    'cf:machine_id': machine,
    'cf:version': version,
    'cf:date': date,
    'cf:taint': taint,
    'cf:jiffies': jiffies,
    'cf:epoch': epoch,
    'cf:name': objectName,
  }
  const attributes = { ...head, ...ownAttributes(name, own) }
  return present({ ...attributes, ...label(name, attributes) })
}

function packet(annotations: Annotations): PlacedMember['member'] {
  const { packet_id, seq, sender, receiver, jiffies, ih_len } = annotations
  return present({
    'cf:id': packet_id,
    'cf:seq': seq,
    'cf:sender': sender,
    'cf:receiver': receiver,
    'prov:type': 'packet',
    'cf:date': annotations['cf:date'],
    'cf:taint': annotations['cf:taint'],
    'cf:jiffies': jiffies,
    'cf:len': ih_len,
    'prov:label': told`[packet] ${sender}->${receiver} (${packet_id})`,
  })
}

const withPrefix = (own: Annotations) =>
  Object.fromEntries(
    Object.entries(own).map(([name, value]) => [
      name.startsWith('cf:') ? name : `cf:${name}`,
      value,
    ]),
  )

function ownAttributes(name: string, own: Annotations): Annotations {
  if (name === 'address') return address(own)
  return name.startsWith('disc_') ? disclosed(own) : withPrefix(own)
}

function address({ type, host, service, path, address: name }: Annotations): Annotations {
  const family = typeof type === 'number' ? familyName(type) : type
  if (family === 'AF_UNIX') {
    return { 'cf:address': name ?? path, 'cf:family': family, 'cf:path': path }
  }
  if (family !== 'AF_INET' && family !== 'AF_INET6') return { 'cf:family': family }
  const text = family === 'AF_INET6' ? told`[${host}]:${service}` : told`${host}:${service}`
  return { 'cf:address': text, 'cf:family': family, 'cf:host': host, 'cf:service': service }
}

/** What an application said has the name that it has in PROV-JSON. */
function disclosed({ hasParent, content, ...said }: Annotations): Annotations {
  const names = Object.entries(said).map(([name, value]): [string, unknown] => [
    name.replace(/^disclosed_(?=.)/s, ''),
    value,
  ])
  return {
    'cf:hasParent': told`cf:${hasParent}`,
    'cf:content': content,
    ...Object.fromEntries(standardNames(new Map(names), new Set())),
  }
}

/** The label that PROV-JSON has, as far as the type has one. */
function label(name: string, member: Annotations): Annotations {
  const text = labelText(name, member)
  return text === undefined ? {} : { 'prov:label': text }
}

function labelText(name: string, member: Annotations): string | undefined {
  switch (name) {
    case 'process_memory':
      return told`[process] ${member['cf:version']}`
    case 'iattr':
      return told`[iattr] ${member['cf:id']}`
    case 'xattr':
      return told`[xattr] ${member['cf:name'] ?? ''}`
    case 'path':
      return told`[path] ${member['cf:pathname'] ?? ''}`
    case 'argv':
    case 'envp':
      return told`[${name}] ${member['cf:value'] ?? ''}`
    case 'string':
      return told`[log] ${member['cf:log'] ?? ''}`
    case 'packet_content':
      return '[content] '
    case 'address':
      return `[address] ${addressLabel(member)}`
    case lossType.name:
      return told`[loss] ${member['cf:count']} relations (${member['cf:cause']})`
    default:
      return isVersioned(name) ? told`[${name}] ${member['cf:version']}` : undefined
  }
}

function addressLabel(member: Annotations): string {
  const family = literalText(member['cf:family'])
  if (family === 'AF_UNIX') return told`UNIX ${member['cf:address'] ?? ''}`
  if (family !== 'AF_INET' && family !== 'AF_INET6') return family
  const version = family === 'AF_INET' ? 'IPV4' : 'IPV6'
  return told`${version} ${member['cf:host']} (${member['cf:service']})`
}

function isVersioned(name: string): boolean {
  const type = vertexByName(name)
  return name === 'task' || type?.struct === 'vertex_inode'
}

function present(member: Annotations): Annotations {
  return Object.fromEntries(Object.entries(member).filter(([, value]) => value !== undefined))
}
