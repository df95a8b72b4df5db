import type { DriverEvents } from '../../ports/instrument'

/** Holds back what a driver says of its stream until the meter was recognised: a stranger's samples never get through. */
export class Gate implements DriverEvents {
  private held: (() => void)[] | null = []

  constructor(private readonly to: DriverEvents) {}

  open(): void {
    const held = this.held ?? []
    this.held = null
    for (const pass of held) pass()
  }

  private later(pass: () => void): void {
    if (this.held) this.held.push(pass)
    else pass()
  }

  step: DriverEvents['step'] = (step) => this.to.step(step)
  heard: DriverEvents['heard'] = (atUs) => this.to.heard(atUs)
  traffic: DriverEvents['traffic'] = (line) => this.to.traffic(line)
  segment: DriverEvents['segment'] = (segment, timing) => this.later(() => this.to.segment(segment, timing))
  samples: DriverEvents['samples'] = (block) => this.later(() => this.to.samples(block))
  gap: DriverEvents['gap'] = (gap) => this.later(() => this.to.gap(gap))
  rejected: DriverEvents['rejected'] = (count, why) => this.later(() => this.to.rejected(count, why))
  warn: DriverEvents['warn'] = (text) => this.to.warn(text)
  lateness: DriverEvents['lateness'] = (ms) => this.to.lateness(ms)
}
