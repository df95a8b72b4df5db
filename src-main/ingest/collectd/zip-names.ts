import { crc32 } from 'node:zlib'

/** Code page 437, bytes 128 … 255: names of archives that say nothing and are not UTF-8. */
const UPPER_437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** An entry's name: a Unicode path field that fits the name, else UTF-8 when it is valid, else code page 437. */
export function decodeName(raw: Buffer, saidUtf8: boolean, unicodePath: Buffer | null): string {
  if (!saidUtf8 && unicodePath && unicodePath.length > 5 && unicodePath[0] === 1) {
    const name = unicodePath.readUInt32LE(1) === crc32(raw) ? decodedUtf8(unicodePath.subarray(5)) : null
    if (name !== null) return name
  }
  return decodedUtf8(raw) ?? Array.from(raw, char437).join('')
}

const char437 = (byte: number): string => (byte < 128 ? String.fromCharCode(byte) : UPPER_437.charAt(byte - 128))

function decodedUtf8(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

const METHOD_NAMES: Readonly<Record<number, string>> = {
  1: 'shrink',
  6: 'implode',
  9: 'deflate64',
  12: 'bzip2',
  14: 'lzma',
  93: 'zstd',
  95: 'xz',
  98: 'ppmd',
}

/** A compression method as people know it. */
export const methodName = (method: number): string =>
  METHOD_NAMES[method] ? `${METHOD_NAMES[method]} (method ${method})` : `method ${method}`
