// How long to wait before connecting again: exponential, with full jitter (RFC 6455 §7.2.3).

export class Backoff {
  /** Times in ms. `random` is even between 0 and 1. Open for `stableAfter`: the next failure starts from `first`. */
  constructor({ first = 500, max = 30000, factor = 2, stableAfter = 5000, random = Math.random } = {}) {
    Object.assign(this, { first, max, factor, stableAfter, random });
    this.attempts = 0;
  }

  next() {
    const ceiling = Math.min(this.max, this.first * this.factor ** this.attempts);
    this.attempts += 1;
    return this.random() * ceiling;
  }

  wasOpenFor(ms) {
    if (ms >= this.stableAfter) this.attempts = 0;
  }

  reset() {
    this.attempts = 0;
  }
}
