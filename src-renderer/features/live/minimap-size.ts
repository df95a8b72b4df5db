/** Height of the minimap's plot. */
export const MINIMAP_PX = 34
