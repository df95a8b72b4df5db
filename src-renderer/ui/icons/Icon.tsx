/** Every icon: strokes of 1.5 on an 18 px square, drawn for this application. */
const PATHS = {
  live: 'M1.5 9.5h3l2-5.5 3.5 10 2.5-7 1.2 2.5h2.8',
  tree: 'M2.5 9h4M6.5 3.5v11M6.5 3.5h3M6.5 9h3M6.5 14.5h3M9.5 2h6v3h-6zM9.5 7.5h6v3h-6zM9.5 13h6v3h-6z',
  file: 'M4.5 2.5h6l3.5 3.5v9.5h-9.5zM10.5 2.5v3.5h3.5M7 9.5h4.5M7 12.3h4.5',
  compare: 'M5.5 3v12M12.5 3v12M2.5 6h6M2.5 11h6M9.5 7.5h6M9.5 12.5h6',
  groups: 'M2.5 3.5h13M5.5 7h10M5.5 10.5h10M2.5 14h13',
  instruments: 'M2.5 3.5h13v8.5h-13zM6 15.5h6M9 12v3.5M4.8 8.2h1.7l1.2-2 2 3.6 1.2-1.6h2.3',
  sessions: 'M2.5 4.5h13M2.5 9h13M2.5 13.5h8.5',
  log: 'M2.5 3.5h13v11h-13zM5.5 7l2.2 2-2.2 2M9.5 11.2h3.2',
  settings: 'M2.5 5h6.5M12.5 5h3M2.5 12.8h3M9 12.8h6.5M10.7 3.2v3.6M7.2 11v3.6',
  help: 'M9 16A7 7 0 1 0 9 2a7 7 0 0 0 0 14zM7 7.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4M9 12.7v.1',
  fit: 'M2.5 6.5v-4h4M11.5 2.5h4v4M15.5 11.5v4h-4M6.5 15.5h-4v-4',
  import: 'M9 2.5v8.5M5.5 7.8 9 11.2l3.5-3.4M2.5 11.5v4h13v-4',
  export: 'M9 11.2V2.7M5.5 6 9 2.5 12.5 6M2.5 11.5v4h13v-4',
  copy: 'M6 5.5h8.5V14H6zM3.5 11.5V3H12',
  tick: 'M3.5 9.5 7.2 13l7.3-8',
  close: 'm4.5 4.5 9 9M13.5 4.5l-9 9',
  plus: 'M9 3.5v11M3.5 9h11',
  play: 'M5.5 3.2v11.6L14 9z',
  pause: 'M6.3 4v10M11.7 4v10',
  search: 'M8 13A5 5 0 1 0 8 3a5 5 0 0 0 0 10zM11.8 11.8l3.7 3.7',
  bluetooth: 'M5 5.5 13 12l-4 3.5v-13L13 6l-8 6.5',
  plug: 'M6.5 2.5v4M11.5 2.5v4M4.5 6.5h9v2.3a4.5 4.5 0 0 1-9 0zM9 13.3v2.4',
  table: 'M2.5 3.5h13v11h-13zM2.5 7.2h13M2.5 10.9h13M7 3.5v11',
  back: 'M8 4 3 9l5 5M3.5 9h11.5',
  more: 'M4 9h.1M9 9h.1M14 9h.1',
  lock: 'M4.5 8.5h9v6.5h-9zM6.3 8.5V6a2.7 2.7 0 0 1 5.4 0v2.5',
  unlock: 'M4.5 8.5h9v6.5h-9zM6.3 8.5V6a2.7 2.7 0 0 1 5.2-1',
  marker: 'M4.5 2.5v13M4.5 3.5h9.5l-2.5 3 2.5 3H4.5',
  refresh: 'M14.8 7.5A6 6 0 1 0 15 9.5M15.3 3.5v4h-4',
} as const

export type IconName = keyof typeof PATHS

/** A quiet picture beside words; it has no name of its own. */
export function Icon({ name, small = false }: { readonly name: IconName; readonly small?: boolean }) {
  return (
    <svg className={small ? 'icon icon--small' : 'icon'} viewBox="0 0 18 18" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth={name === 'more' ? 2 : 1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}

/** The mark of the application: a W drawn as a trace. */
export function Wordmark() {
  return (
    <svg className="icon" viewBox="0 0 18 18" aria-hidden="true">
      <path
        d="M1.2 4 5 14.2 9 4.6l4 9.6L16.8 4"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.9"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  )
}
