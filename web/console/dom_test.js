import assert from "node:assert/strict";
import { test } from "node:test";

import { oncePerFrame } from "./dom.js";

/** A page whose frames come every 16 ms, with a clock that only moves when it is told to. */
class Page {
  time = 0;
  waiting = []; // {at, work}
  now = () => this.time;
  later = (work, ms) => this.waiting.push({ at: this.time + ms, work });
  nextFrame = (work) => this.waiting.push({ at: 16 * (Math.floor(this.time / 16) + 1), work });

  /** Lets time go by, doing what is due. */
  go(ms) {
    const end = this.time + ms;
    for (;;) {
      this.waiting.sort((one, other) => one.at - other.at);
      if (this.waiting.length === 0 || this.waiting[0].at > end) break;
      const { at, work } = this.waiting.shift();
      this.time = Math.max(this.time, at);
      work();
    }
    this.time = Math.max(this.time, end);
  }
}

/** When the work began while it was asked for each millisecond of a second. */
function drawn(takes, ms) {
  const page = new Page();
  const begins = [];
  const draw = oncePerFrame(() => {
    begins.push(page.time);
    page.time += takes;
  }, ms, page);
  while (page.time < 1000) {
    draw();
    page.go(1);
  }
  return begins;
}

test("quick work is done once a frame", () => {
  const begins = drawn(0, 0);
  assert.equal(begins.length, 62);
  assert.deepEqual(begins.slice(0, 3), [16, 32, 48]);
});

test("and no more often than asked", () => {
  const begins = drawn(0, 80);
  assert.ok(begins.length > 8);
  for (let n = 1; n < begins.length; ++n) assert.ok(begins[n] - begins[n - 1] >= 80, String(begins));
});

test("slow work leaves three quarters of the time to others", () => {
  const begins = drawn(50, 0);
  assert.equal(begins.length, 5);
  for (let n = 1; n < begins.length; ++n) assert.ok(begins[n] - begins[n - 1] >= 200, String(begins));
});

test("what was asked for is done, also when nobody asks again", () => {
  const page = new Page();
  let times = 0;
  const draw = oncePerFrame(() => {
    times += 1;
    page.time += 100;
  }, 0, page);
  draw();
  page.go(16);
  assert.equal(times, 1);
  draw();
  page.go(1000);
  assert.equal(times, 2);
});
