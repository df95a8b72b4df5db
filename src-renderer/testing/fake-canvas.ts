/** One thing drawn on a canvas, with the style it was drawn with. */
export interface Drawn {
  readonly how: 'stroke' | 'fill'
  readonly path: string
  readonly style: string
  readonly alpha: number
  readonly width: number
  readonly dash: readonly number[]
}

export interface FakeCanvas {
  /** What stands on all canvases since they were last cleared. */
  readonly drawn: readonly Drawn[]
  /** How many canvases were made. */
  readonly made: () => number
  restore(): void
}

/** A path that remembers its steps: M move, L line, Z close, o dot. */
class FakePath {
  steps = ''
  moveTo(x: number, y: number): void {
    this.steps += `M${Math.round(x)} ${Math.round(y)}`
  }
  lineTo(x: number, y: number): void {
    this.steps += `L${Math.round(x)} ${Math.round(y)}`
  }
  closePath(): void {
    this.steps += 'Z'
  }
  arc(x: number, y: number): void {
    this.steps += `o${Math.round(x)} ${Math.round(y)}`
  }
  rect(): void {}
}

/** Stands in for the canvas that jsdom lacks, as far as curves need it. */
export function installFakeCanvas(): FakeCanvas {
  const drawn: Drawn[] = []
  const contexts = new Map<HTMLCanvasElement, object>()
  const context = (): object => {
    let dash: readonly number[] = []
    const pen = { strokeStyle: '', fillStyle: '', lineWidth: 1, globalAlpha: 1 }
    const add = (how: Drawn['how'], style: string, path: unknown): void => {
      if (!(path instanceof FakePath) || path.steps === '') return
      drawn.push({ how, path: path.steps, style, alpha: pen.globalAlpha, width: pen.lineWidth, dash })
    }
    const nothing = (): void => {}
    return Object.assign(pen, {
      clearRect: () => drawn.splice(0),
      setLineDash: (next: readonly number[]) => {
        dash = next
      },
      stroke: (path: unknown) => add('stroke', pen.strokeStyle, path),
      fill: (path: unknown) => add('fill', pen.fillStyle, path),
      ...{ save: nothing, restore: nothing, clip: nothing, translate: nothing },
    })
  }
  const before = { getContext: HTMLCanvasElement.prototype.getContext, path: globalThis.Path2D }
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement) {
    const own = contexts.get(this) ?? context()
    contexts.set(this, own)
    return own
  } as unknown as typeof before.getContext
  globalThis.Path2D = FakePath as unknown as typeof Path2D
  return {
    drawn,
    made: () => contexts.size,
    restore() {
      HTMLCanvasElement.prototype.getContext = before.getContext
      globalThis.Path2D = before.path
    },
  }
}
