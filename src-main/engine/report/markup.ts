/** A piece of XML that is well formed already. */
export class Markup {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text
  }
}

/** Characters XML 1.0 cannot hold, not even escaped. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text for between tags; what XML cannot hold becomes U+FFFD. */
export const xmlText = (text: string): string =>
  text.replace(FORBIDDEN, '\uFFFD').replace(/[&<>]/g, (c) => ENTITIES[c]!)

/** Text for between double quotes. */
export const xmlAttribute = (text: string): string => xmlText(text).replace(/["\t\n\r]/g, (c) => ENTITIES[c] ?? ' ')

/**
 * XML from a template: everything put in is escaped, but Markup. Only for places between tags and between double quotes
 * of values that are ours (numbers, kinds); text of people in an attribute goes through xmlAttribute.
 */
export function xml(pieces: TemplateStringsArray, ...values: readonly (string | number | Markup)[]): Markup {
  const texts = values.map((value) => (value instanceof Markup ? value.text : xmlText(String(value))))
  return new Markup(pieces.map((piece, i) => piece + (texts[i] ?? '')).join(''))
}
