import assert from "node:assert/strict";
import { test } from "node:test";

import { cellText, fieldNames, fieldOf, guessFields, itemsOf, numberOf } from "./fields.js";

const beats = [{ time: 1513152655902, value: 95 }, { time: 1513152656402, value: 96 }];
const chat = [{ username: "user1", message: "hello", time: 1507809721548 }];

test("a dataset that is no list is one item", () => {
  assert.deepEqual(itemsOf([1, 2]), [1, 2]);
  assert.deepEqual(itemsOf({ a: 1 }), [{ a: 1 }]);
});

test("field names come in the order in which they first come; items without fields are one field", () => {
  assert.deepEqual(fieldNames([{ b: 1 }, { a: 2, b: 3 }, "text", [1], null, Uint8Array.of(1)]), ["b", "a", ""]);
});

test("a field that an item inherits is none of its fields", () => {
  assert.equal(fieldOf({}, "toString"), undefined);
  assert.equal(fieldOf("text", "length"), undefined);
  assert.equal(fieldOf("text", ""), "text");
});

test("the heart rate is drawn over its time", () => {
  const { x, y, time } = guessFields(beats);
  assert.deepEqual({ x, y, time }, { x: "time", y: "value", time: "time" });
});

test("a chat message has its user above it", () => {
  const { heading, text, time } = guessFields(chat);
  assert.deepEqual({ heading, text, time }, { heading: "username", text: "message", time: "time" });
});

test("plain text has no heading and no axes", () => {
  const { heading, text, x, y } = guessFields(["server: hello"]);
  assert.deepEqual({ heading, text, x, y }, { heading: undefined, text: "", x: undefined, y: undefined });
});

test("numbers of an array go up over their place", () => {
  const { x, y } = guessFields(["72", "-5", "72 bpm"]);
  assert.deepEqual({ x, y }, { x: undefined, y: "" });
});

for (const [value, expected] of [[95, 95], ["72 bpm", 72], ["-5", -5], ["bpm", undefined], [true, undefined], [null, undefined], [Infinity, undefined], [-1e308, undefined]]) {
  test(`numberOf(${JSON.stringify(value)})`, () => assert.equal(numberOf(value), expected));
}

for (const [value, expected] of [[undefined, ""], [95, "95"], ["<b>", "<b>"], [null, "null"], [{ a: [1] }, '{"a":[1]}'], [Uint8Array.of(104, 255), "68 ff"]]) {
  test(`cellText of ${expected || "nothing"}`, () => assert.equal(cellText(value), expected));
}
test("a cell does not hold a whole novel", () => assert.equal(cellText("x".repeat(3000)), `${"x".repeat(2000)} …`));
test("milliseconds since 1970 are written as a time", () => assert.match(cellText(1513152655902), /^\d\d:\d\d:55\.902$/));
