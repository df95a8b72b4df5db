import type { SelectionSummary, StatsRequest, WindowReply, WindowRequest } from '@contract/series'
import type { Library } from './library'
import type { LiveHub } from './live/live-hub'
import type { Recorder } from './recording'

/** Answers "what was between these two times", wherever the samples are: one road for live and recorded. */
export class SeriesDesk {
  constructor(
    private readonly live: LiveHub,
    private readonly library: Library,
    private readonly recorder: Recorder,
  ) {}

  async window(request: WindowRequest): Promise<WindowReply> {
    const { scope, fromUs, toUs } = request
    if (scope.kind === 'live') return this.live.window(request)
    await this.settled(scope.id)
    const reader = await this.library.reader(scope.id)
    const [lanes, gaps] = await Promise.all([reader.window(request), reader.gaps()])
    return {
      lanes,
      gaps: gaps.filter(({ gap }) => gap.fromUs < toUs && (gap.toUs ?? Number.POSITIVE_INFINITY) > fromUs),
    }
  }

  /** Live selections inside the running recording are answered from its file: it holds every raw sample. */
  async stats(request: StatsRequest): Promise<readonly SelectionSummary[]> {
    const { scope, fromUs } = request
    const recordingId = this.recorder.sessionId
    const startUs = this.recorder.startUs
    if (scope.kind === 'session') {
      await this.settled(scope.id)
      return (await this.library.reader(scope.id)).stats(request)
    }
    if (recordingId !== null && startUs !== null && fromUs >= startUs) {
      await this.recorder.flush()
      return (await this.library.reader(recordingId)).stats(request)
    }
    return this.live.stats(request)
  }

  private async settled(id: string): Promise<void> {
    if (this.recorder.sessionId === id) await this.recorder.flush()
  }
}
