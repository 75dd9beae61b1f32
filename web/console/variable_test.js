import assert from "node:assert/strict";
import { test } from "node:test";

import { Variable, parseMessage } from "./variable.js";

/** The dataset after the messages "1" to "5", as a table of the documents has it. */
function afterFive({ strategy, limit, dataSet }) {
  const variable = new Variable({ strategy, limit, dataSet, onMessageReceive: Number });
  for (const message of ["1", "2", "3", "4", "5"]) variable.receive(message);
  return variable.dataSet;
}

for (const [strategy, limit, expected] of [
  ["refresh", 20, 5],
  ["append", 0, [1, 2, 3, 4, 5]],
  ["append", 3, [3, 4, 5]],
  ["prepend", 3, [5, 4, 3]],
  ["prepend", 0, [5, 4, 3, 2, 1]],
  ["append", 1, [5]],
  ["prepend", 1, [5]],
]) {
  test(`${strategy}, limit ${limit}: 1 to 5 give ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(afterFive({ strategy, limit }), expected);
  });
}

test("a dataset preloaded beyond its limit keeps its length: one out, one in", () => {
  const variable = new Variable({ strategy: "append", limit: 3, dataSet: ["a", "b", "c", "d", "e"] });
  variable.receive("f");
  assert.deepEqual(variable.dataSet, ["b", "c", "d", "e", "f"]);
  variable.strategy = "prepend";
  variable.receive("g");
  assert.deepEqual(variable.dataSet, ["g", "b", "c", "d", "e"]);
});

test("the array that was preloaded stays the caller's", () => {
  const mine = [1];
  new Variable({ strategy: "append", dataSet: mine }).update(2);
  assert.deepEqual(mine, [1]);
});

test("append to what is no list: nothing becomes the empty list, anything else its first item", () => {
  for (const [dataSet, expected] of [[null, ["m"]], ["", ["m"]], [0, ["m"]], [false, ["m"]], [{}, ["m"]], [[], ["m"]],
    ["x", ["x", "m"]], [{ a: 1 }, [{ a: 1 }, "m"]], [new Uint8Array(2), [new Uint8Array(2), "m"]]]) {
    const variable = new Variable({ strategy: "append", dataSet });
    variable.update("m");
    assert.deepEqual(variable.dataSet, expected);
  }
});

test("defaults: refresh, 20 items, []", () => {
  const variable = new Variable();
  assert.equal(variable.strategy, "refresh");
  assert.equal(variable.limit, 20);
  assert.deepEqual(variable.dataSet, []);
});

for (const value of [false, null, "", 0, "other", { a: 1 }]) {
  test(`a hook that returns ${JSON.stringify(value)} replaces the data`, () => {
    const variable = new Variable({ onMessageReceive: () => value });
    variable.receive('{"b":2}');
    assert.deepEqual(variable.dataSet, value);
  });
}

test("a hook that returns nothing leaves the data", () => {
  const seen = [];
  const variable = new Variable({ onMessageReceive: (data) => void seen.push(data) });
  variable.receive('{"b":2}');
  assert.deepEqual(variable.dataSet, { b: 2 });
  assert.deepEqual(seen, [{ b: 2 }]);
});

test("an unknown strategy and a bad limit are refused, and change nothing", () => {
  const variable = new Variable({ strategy: "append", limit: 3 });
  assert.throws(() => { variable.strategy = "push"; }, /unknown strategy "push"; expected refresh, append, prepend/);
  for (const limit of [-1, 1.5, Number.NaN, "3"]) assert.throws(() => { variable.limit = limit; }, RangeError);
  assert.equal(variable.strategy, "append");
  assert.equal(variable.limit, 3);
});

for (const [message, expected] of [
  ['{"a":1}', { a: 1 }],
  ['  \n{"a":[1,null]}', { a: [1, null] }],
  ["[1,2]", [1, 2]],
  ["true", true],
  ['"quoted"', "quoted"],
  ["72", "72"],
  ["-5", "-5"],
  ["+5", "+5"],
  [" 72", " 72"],
  ["72 bpm", "72 bpm"],
  ["1e3", "1e3"],
  ["false", "false"],
  ["null", "null"],
  ["0", "0"],
  ['""', '""'],
  ["", ""],
  [" ", " "],
  ["server: hello", "server: hello"],
  ["{broken", "{broken"],
  ["{}", {}],
  ['<a x="1"><b>2</b></a>', { x: "1", b: "2" }],
  ["<a>", "<a>"],
  ["<a/>", "<a/>"],
  ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
]) {
  test(`the message ${JSON.stringify(message)} becomes ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(parseMessage(message), expected);
  });
}

test("bytes stay bytes", () => {
  const bytes = Uint8Array.of(0x5b, 0x5d);
  assert.equal(parseMessage(bytes), bytes);
});

test('a key named "__proto__" is data like any other', () => {
  assert.deepEqual(Object.keys(parseMessage('{"__proto__":{"x":1}}')), ["__proto__"]);
  assert.deepEqual(Object.keys(parseMessage("<a><__proto__>1</__proto__></a>")), ["__proto__"]);
  assert.equal({}.x, undefined);
});
