import { isAbsolute, join } from 'node:path'

/** Where Wattbench keeps things, the same for window and command line. Absolute paths; none is created here. */
export interface Folders {
  readonly sessions: string
  readonly settingsFile: string
  /** Logs. */
  readonly state: string
}

/** XDG Base Directory Specification 0.8: unset, empty and relative values are ignored in favour of the defaults below `home`. */
export function findFolders(env: Readonly<Record<string, string | undefined>>, home: string): Folders {
  const base = (name: string, fallback: string) => {
    const said = env[name]
    return join(said && isAbsolute(said) ? said : join(home, fallback), 'wattbench')
  }
  return {
    sessions: join(base('XDG_DATA_HOME', '.local/share'), 'sessions'),
    settingsFile: join(base('XDG_CONFIG_HOME', '.config'), 'settings.json'),
    state: base('XDG_STATE_HOME', '.local/state'),
  }
}
