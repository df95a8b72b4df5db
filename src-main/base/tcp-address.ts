/** Where a TCP connection goes. */
export interface HostAndPort {
  readonly host: string
  readonly port: number
}

/** `host`, `host:port`, `[::1]:port`, `::1`. A string says why the text is no such address. */
export function parseTcpAddress(text: string, defaultPort: number): HostAndPort | string {
  const [, six, sixPort] = /^\[([0-9a-f:.]+(?:%\w+)?)\](?::(\d{1,5}))?$/i.exec(text) ?? []
  if (six !== undefined) return withPort(six, sixPort, defaultPort)
  if (/^[0-9a-f:]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text)) return { host: text, port: defaultPort }
  const [, host, port] = /^([^:]+)(?::(\d{1,5}))?$/.exec(text) ?? []
  if (host === undefined || host.length > 253 || !/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?\.?$/i.test(host))
    return 'An address is a name or number of a host, with or without a port: meter.lab, 192.168.1.5:5025, [fe80::1]:5025.'
  return withPort(host, port, defaultPort)
}

function withPort(host: string, text: string | undefined, defaultPort: number): HostAndPort | string {
  const port = text === undefined ? defaultPort : Number(text)
  return port >= 1 && port <= 65_535 ? { host, port } : 'A port is a number from 1 to 65535.'
}
