/** Integration times a 34980A knows, in mains periods; only whole ones reject the mains' own noise. */
export const NPLCS = [0.02, 0.2, 1, 2, 10, 20, 100, 200] as const
export const USUAL_NPLC = 1
export const USUAL_INTERVAL_MS = 1_000

/** Port of SCPI over a raw socket. */
const PORT = 5025

/** What is wrong with a typed network address, or null: a name or an address, and a port when it is not 5025. */
export function hostProblem(text: string): string | null {
  const parts = /^(\[[0-9a-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?::(\d{1,5}))?$/i.exec(text.trim())
  if (!parts) return `A host name or an address, such as voltmeter.lab or 192.168.1.40:${PORT}`
  const port = parts[2] === undefined ? PORT : Number(parts[2])
  return port >= 1 && port <= 65_535 ? null : 'A port is a number from 1 to 65535'
}

export const nplcWords = (nplc: number): string => `${nplc}${nplc < 1 ? ', fast, with mains noise' : ''}`
