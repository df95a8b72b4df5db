import { createStore } from 'zustand/vanilla'

/** Where the crosshair stands. Apart from the view, because it moves with every pointer event. */
export interface Cursor {
  readonly tUs: number | null
  /** Moved by the keyboard: then it is spoken as well. */
  readonly byKey: boolean
}

export const createCursor = () => createStore<Cursor>()(() => ({ tUs: null, byKey: false }))
