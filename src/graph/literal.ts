/** Values of a log as text and number. A log may hold anything: an object may have a `toString` that is none. */

/** A literal as text, an object or array as JSON. */
export function literalText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

/** A literal as a number; what is none, an object too, is NaN. */
export function literalNumber(value: unknown): number {
  return typeof value === 'object' && value !== null ? Number.NaN : Number(value)
}

/** A template whose values are literals. */
export function told(words: TemplateStringsArray, ...values: readonly unknown[]): string {
  return String.raw({ raw: words }, ...values.map(literalText))
}
