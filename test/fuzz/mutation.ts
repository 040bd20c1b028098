/** Ways in which bytes go wrong: flipped bits, cut ends, pieces that are lost, doubled or swapped. */
import fc from 'fast-check'

/** One change of some bytes; places are fractions, so that it fits bytes of any length. */
export type Mutation = (bytes: Uint8Array) => Uint8Array

const anyFraction = fc.double({ min: 0, max: 1, noNaN: true })
const place = (fraction: number, length: number) => Math.floor(fraction * Math.max(0, length - 1))

const flip = fc.tuple(anyFraction, fc.integer({ min: 1, max: 255 })).map(
  ([at, mask]): Mutation =>
    (bytes) => {
      const changed = bytes.slice()
      const index = place(at, bytes.length)
      if (changed.length > 0) changed[index] = (changed[index] as number) ^ mask
      return changed
    },
)

/** Values at the edges of what lengths and counts may be. */
const word = fc
  .tuple(anyFraction, fc.constantFrom(0, 1, 7, 0xff, 0xffff, 0x7fff_ffff, 0xffff_fff8, 0xffff_ffff))
  .map(
    ([at, value]): Mutation =>
      (bytes) => {
        const changed = bytes.slice()
        if (changed.length < 4) return changed
        const index = place(at, changed.length - 3) & ~3
        new DataView(changed.buffer).setUint32(index, value, true)
        return changed
      },
  )

const cut = anyFraction.map(
  (at): Mutation =>
    (bytes) =>
      bytes.slice(0, place(at, bytes.length)),
)

const piece = fc
  .tuple(anyFraction, anyFraction, fc.constantFrom('lost', 'doubled') as fc.Arbitrary<string>)
  .map(
    ([one, other, what]): Mutation =>
      (bytes) => {
        const [start, end] = [place(one, bytes.length), place(other, bytes.length)].sort(
          (a, b) => a - b,
        ) as [number, number]
        const parts = [bytes.slice(0, start), bytes.slice(start, end), bytes.slice(end)]
        if (what === 'lost') parts.splice(1, 1)
        else parts.splice(1, 0, bytes.slice(start, end))
        return Uint8Array.from(Buffer.concat(parts))
      },
  )

/** A few changes, one after the other. */
export const anyMutation: fc.Arbitrary<Mutation> = fc
  .array(fc.oneof(flip, flip, word, cut, piece), { minLength: 1, maxLength: 6 })
  .map(
    (list): Mutation =>
      (bytes) =>
        list.reduce((changed, mutate) => mutate(changed), bytes),
  )
