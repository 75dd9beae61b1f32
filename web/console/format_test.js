import assert from "node:assert/strict";
import { test } from "node:test";

import { closeCodeName, closeFault } from "./close_code.js";
import { byteSize, clock, duration, hexDump, parseHex, quantity, visible } from "./format.js";

const table = (name, work, rows) => {
  for (const [input, expected] of rows) test(`${name}(${JSON.stringify(input)})`, () => assert.equal(work(input), expected));
};

table("byteSize", byteSize, [[0, "0 B"], [1, "1 B"], [1023, "1023 B"], [1023.6, "1.00 KiB"], [1024, "1.00 KiB"], [65536, "64.0 KiB"],
  [16 * 1024 * 1024, "16.0 MiB"], [1024 ** 2 - 1, "1.00 MiB"]]);
table("quantity", quantity, [[0, "0"], [7, "7"], [1.94, "1.9"], [999, "999"], [1000, "1.00 k"], [15120, "15.1 k"], [2e6, "2.00 M"], [NaN, "–"]]);
table("duration", duration, [[0, "0 ms"], [850, "850 ms"], [1500, "1.5 s"], [59000, "59 s"], [60000, "1 min 00 s"], [185000, "3 min 05 s"],
  [7620000, "2 h 07 min"]]);
table("visible", visible, [["a\tb\n<c>", "a\tb\n<c>"], ["\x1b[31m\x00\x7f", "\\x1b[31m\\x00\\x7f"], ["\u202eabc", "\\u202eabc"]]);
table("closeCodeName", closeCodeName, [[1000, "normal closure"], [1006, "abnormal closure"], [3000, "registered"], [4999, "private use"],
  [5000, "reserved"], [1004, "reserved"]]);

test("clock pads", () => assert.equal(clock(new Date(2024, 1, 3, 4, 5, 6, 7)), "04:05:06.007"));

test("hexDump has sixteen bytes a line and shows ASCII", () => {
  const bytes = Uint8Array.from({ length: 18 }, (_, at) => (at < 16 ? 0x41 + at : 0xff));
  assert.equal(hexDump(bytes), [
    "00000000  41 42 43 44 45 46 47 48  49 4a 4b 4c 4d 4e 4f 50  ABCDEFGHIJKLMNOP",
    "00000010  ff ff                                             ··",
  ].join("\n"));
  assert.equal(hexDump(new Uint8Array()), "");
});

for (const text of ["68ff69", "68 FF 69", "0x68 0xff 0x69", " 68:ff,69\n"]) {
  test(`parseHex(${JSON.stringify(text)})`, () => assert.deepEqual(parseHex(text), Uint8Array.of(0x68, 0xff, 0x69)));
}
test("parseHex of nothing is no bytes", () => assert.deepEqual(parseHex(" "), new Uint8Array()));
test("parseHex says what is wrong", () => {
  assert.throws(() => parseHex("68 f"), /one is missing/);
  assert.throws(() => parseHex("68 xy"), /"x" is not a hex digit/);
});

test("closeFault knows what a page may send", () => {
  for (const code of [1000, 3000, 4999]) assert.equal(closeFault(code, ""), "");
  for (const code of [999, 1001, 1005, 1006, 2999, 5000, NaN]) assert.match(closeFault(code, ""), /1000, or 3000 to 4999/);
  assert.equal(closeFault(1000, "é".repeat(61)), "");
  assert.match(closeFault(1000, "é".repeat(62)), /123 bytes/);
});
