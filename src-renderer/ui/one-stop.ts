/**
 * Makes several controls one stop of the keyboard: `wanted` when it is one of them, else the one that was it, else the
 * first. The others are reached from it by arrows.
 */
export function keepOneStop(controls: readonly HTMLElement[], wanted: EventTarget | null = null): void {
  const stop =
    controls.find((one) => one === wanted) ?? controls.find((one) => one.dataset.stop !== undefined) ?? controls[0]
  for (const one of controls) {
    one.tabIndex = one === stop ? 0 : -1
    if (one === stop) one.dataset.stop = ''
    else delete one.dataset.stop
  }
}
