/** What came of giving files the flags of a capture before this one, in words. */
import type { RestoreReport } from '../policy/flag-persistence.ts'

/** No line when there was nothing to give back. */
export function restoreLines({ restored, missing, failed }: RestoreReport): readonly string[] {
  const count = (value: number) => value.toLocaleString('en-US')
  const line = (value: number, text: string) => (value === 0 ? [] : [`${count(value)} ${text}`])
  return [
    ...line(restored, 'files have their flags of before'),
    ...line(
      missing,
      'files whose flags were saved are not there; camflow persist scan finds them later',
    ),
    ...line(failed, 'files whose flags were saved cannot be read or reached'),
  ]
}
