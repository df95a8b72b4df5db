import type { SessionEvent } from '@contract/model'
import { isMark } from '@contract/spans'
import type { SourceListener } from './sources'

/** Tells the page of every marker and span that goes into the session being recorded; it hears of nothing else. */
export class MarkTeller implements SourceListener {
  constructor(
    private readonly recording: () => string | null,
    private readonly tell: (sessionId: string, event: SessionEvent) => void,
  ) {}

  event(event: SessionEvent): void {
    const sessionId = this.recording()
    if (sessionId !== null && isMark(event)) this.tell(sessionId, event)
  }

  source(): void {}
  segment(): void {}
  samples(): void {}
  gap(): void {}
  gone(): void {}
}
