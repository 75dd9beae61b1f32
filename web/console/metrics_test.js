import assert from "node:assert/strict";
import { test } from "node:test";

import { parseMetrics, rate, total } from "./metrics.js";

const TEXT = `# HELP parley_connections WebSocket connections that are open.
# TYPE parley_connections gauge
parley_connections{path="/",behaviour="node-demo"} 2
parley_connections{path="/a}\\"b\\\\c",behaviour="echo"} 3 1395066363000
parley_uptime_seconds 1.500
up +Inf

not a sample
`;

test("samples with and without labels", () => {
  assert.deepEqual(parseMetrics(TEXT), [
    { name: "parley_connections", labels: { path: "/", behaviour: "node-demo" }, value: 2 },
    { name: "parley_connections", labels: { path: '/a}"b\\c', behaviour: "echo" }, value: 3 },
    { name: "parley_uptime_seconds", labels: {}, value: 1.5 },
    { name: "up", labels: {}, value: Infinity },
  ]);
});

test("totals over all labels and for one path", () => {
  const samples = parseMetrics(TEXT);
  assert.equal(total(samples, "parley_connections"), 5);
  assert.equal(total(samples, "parley_connections", "/"), 2);
  assert.equal(total(samples, "parley_connections", "/none"), undefined);
  assert.equal(total(samples, "none"), undefined);
});

test("rates need two numbers that grow", () => {
  assert.equal(rate(10, 30, 2), 10);
  assert.equal(rate(10, 10, 1), 0);
  for (const [before, after, seconds] of [[undefined, 1, 1], [1, undefined, 1], [30, 10, 1], [1, 2, 0]]) {
    assert.equal(rate(before, after, seconds), undefined);
  }
});
