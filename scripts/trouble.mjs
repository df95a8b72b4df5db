/** What stops a command, in words: what happened, why, and what to do next. */
export class Trouble extends Error {
  /**
   * @param {string} what one line
   * @param {{ because?: string, next?: string, code?: number }} [more] `because` and `next` may have several lines
   */
  constructor(what, { because, next, code = 1 } = {}) {
    super(what)
    this.name = 'Trouble'
    this.because = because
    this.next = next
    this.code = code
  }

  /** @returns {string} the lines to print */
  text() {
    /** @type {(label: string, text: string | undefined) => string[]} */
    const block = (label, text) => (text ? [`  ${label} ${text.trimEnd().replaceAll('\n', '\n    ')}`] : [])
    return [this.message, ...block('because:', this.because), ...block('next:   ', this.next)].join('\n')
  }
}

/** Ends a command after SIGINT, SIGTERM or SIGHUP. `code` is 128 + the signal's number, as a shell counts. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal @param {number} code */
  constructor(signal, code) {
    super(`stopped by ${signal}`)
    this.name = 'Interrupted'
    this.code = code
  }
}
