// The Variable: what each policy keeps of five messages, and how its dataset is shown.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Panel, withConsole } from "./support.js";

async function fiveMessages(panel, policy, limit) {
  await panel.connect("/echo");
  await panel.radio(policy).check();
  await panel.node.getByLabel("Limit").fill(String(limit));
  for (const n of [1, 2, 3, 4, 5]) {
    await panel.send(`{"n":${n}}`, "json");
    await panel.row(`{"n":${n}}`).waitFor();
  }
}

for (const [policy, limit, length, expected] of [
  ["refresh", 20, "one value", 5],
  ["append", 0, "5 items, no limit", [1, 2, 3, 4, 5]],
  ["append", 3, "3 items, limit 3", [3, 4, 5]],
  ["prepend", 3, "3 items, limit 3", [5, 4, 3]],
  ["prepend", 0, "5 items, no limit", [5, 4, 3, 2, 1]],
  ["append", 1, "1 item, limit 1", [5]],
  ["prepend", 1, "1 item, limit 1", [5]],
]) {
  test(`${policy} with limit ${limit} keeps ${JSON.stringify(expected)}`, () => withConsole(async (page) => {
    const panel = new Panel(page, 1);
    await fiveMessages(panel, policy, limit);
    const dataset = await panel.dataset(length);
    assert.deepEqual(Array.isArray(dataset) ? dataset.map(({ n }) => n) : dataset.n, expected);
  }));
}

test("closing and connecting again do not touch the dataset", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  await fiveMessages(panel, "append", 3);
  await panel.button("Disconnect").click();
  await panel.is("Closed");
  assert.deepEqual(await panel.dataset("3 items"), [{ n: 3 }, { n: 4 }, { n: 5 }]);
  await panel.connect();
  await panel.send('{"n":6}', "json");
  await panel.row('{"n":6}').waitFor();
  await panel.node.getByLabel("Dataset as JSON").filter({ hasText: '{"n":6}' }).waitFor();
  assert.deepEqual(await panel.dataset("3 items"), [{ n: 4 }, { n: 5 }, { n: 6 }]);
}));

test("a list, a table and a chart of the heart rate, live", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  await panel.connect("/echo");
  const beat = (n) => panel.send(`{"time":${1513152655902 + n * 500},"value":${90 + n}}`, "json");
  await beat(1);
  await beat(2);
  await panel.node.getByRole("list", { name: "Dataset as a list" }).getByText("92").waitFor();
  await panel.radio("Table").check();
  const table = panel.node.getByRole("table", { name: "Dataset as a table" });
  await table.getByRole("cell", { name: "92", exact: true }).waitFor();
  assert.deepEqual(await table.getByRole("columnheader").allTextContents(), ["#", "time", "value"]);
  await panel.node.getByRole("checkbox", { name: "time" }).uncheck();
  await table.getByRole("columnheader", { name: "time" }).waitFor({ state: "detached" });  // drawn in the next frame
  assert.deepEqual(await table.getByRole("columnheader").allTextContents(), ["#", "value"]);
  await panel.radio("Chart").check();
  await panel.node.getByRole("img", { name: "Line chart of value: 2 points from 91 to 92, last 92" }).waitFor();
  await beat(3);
  await panel.node.getByRole("img", { name: "Line chart of value: 3 points from 91 to 93, last 93" }).waitFor();
  assert.equal(await panel.node.getByLabel("Across").inputValue(), "time");
  await panel.node.locator(".chart canvas, .chart polyline").first().waitFor({ state: "attached" });
}));

test("draws its chart by itself where the server was built without a library", () => withConsole(async (page) => {
  await page.route("**/console/chart-library.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  const panel = new Panel(page, 1);
  await panel.connect("/echo");
  await panel.radio("Chart").check();
  for (const n of [1, 2, 3]) await panel.send(`{"value":${n * n}}`, "json");
  await panel.node.getByRole("img", { name: "Line chart of value: 3 points from 1 to 9, last 9" }).waitFor();
  await panel.node.locator(".chart circle").nth(2).waitFor();
  const points = (await panel.node.locator(".chart polyline").getAttribute("points")).split(" ").map((pair) => pair.split(",").map(Number));
  assert.equal(points.length, 3);
  assert.ok(points[0][0] < points[1][0] && points[1][0] < points[2][0], "to the right");
  assert.ok(points[0][1] > points[1][1] && points[1][1] > points[2][1], "upwards");
}));
