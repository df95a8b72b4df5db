/** Control characters, marks that turn the writing direction, and separators of lines: names come from strangers. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** A name as a person may see it: what cannot be seen is written as \xNN or \uNNNN. */
export const shownName = (name: string): string =>
  name.replace(UNSEEN, (char) => {
    const code = char.charCodeAt(0)
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })

/** Id of a series inside a session: the same for the same machine and path, at any import; letters, digits, - and _. */
export function sourceId(host: string, path: string): string {
  const plain = `${host}-${path}`.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')
  return `${plain.slice(0, 40)}-${hash(`${host}/${path}`)}`
}

/** 64-bit FNV-1a over UTF-16 units, in hexadecimal. */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n
  for (let i = 0; i < text.length; i++) {
    value = BigInt.asUintN(64, (value ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n)
  }
  return value.toString(16).padStart(16, '0')
}
