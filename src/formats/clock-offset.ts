/** Where `CLOCK_MONOTONIC` lies in UTC: records carry the former, formats show the latter. */

const SECOND_NS = 1e9

/** Seconds to add to `CLOCK_MONOTONIC` to get UTC, as of now. */
export function clockOffsetSeconds(): number {
  return Math.round(Date.now() / 1000 - Number(process.hrtime.bigint()) / SECOND_NS)
}
