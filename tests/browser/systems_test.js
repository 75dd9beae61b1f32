// The systems at the paths where `parley serve` has them, as docs/systems/*.md walks through them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Panel, withConsole } from "./support.js";

const USUAL = { paths: [] };

async function addConnection(page, number) {
  await page.getByRole("button", { name: "Connection", exact: true }).click();
  return new Panel(page, number);
}

test("the heart-rate monitor keeps and draws what comes twice a second", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  await panel.connect("/websocket/heartrate");
  assert.ok(await panel.radio("append").isChecked(), "its policy is the one of the demo");
  await panel.node.getByRole("img", { name: /^Line chart of value: [3-9] points from \d\d to \d\d, last \d\d$/ }).waitFor();
  await panel.radio("Table").check();
  await panel.node.getByRole("table", { name: "Dataset as a table" }).getByRole("row").nth(3).waitFor();
  await panel.button("Disconnect").click();
  await panel.is("Closed");
  const records = await panel.dataset(/items, limit 20/);
  for (const { time, value } of records) {
    assert.ok(value >= 61 && value <= 99, `${value} bpm`);
    assert.ok(Math.abs(time - Date.now()) < 60000, `${time} is the time in ms`);
  }
  for (let i = 1; i < records.length; i += 1) assert.ok(records[i].time > records[i - 1].time, "in order");
}, USUAL));

test("the heart-rate monitor keeps twenty", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  await panel.connect("/websocket/heartrate");
  await panel.node.locator(".row.received").nth(29).waitFor();
  await panel.button("Disconnect").click();
  await panel.is("Closed");
  assert.equal((await panel.dataset("20 items, limit 20")).length, 20);
}, { paths: ["/websocket/heartrate=heart-rate?interval=20ms"] }));

test("two users of the chat room see what each says", () => withConsole(async (page, server) => {
  const user1 = new Panel(page, 1);
  await user1.url.fill(`ws://127.0.0.1:${server.port}/websocket/chatroom?username=user1`);
  await user1.connect();
  const user2 = await addConnection(page, 2);
  await user2.url.fill(`ws://127.0.0.1:${server.port}/websocket/chatroom?username=user2`);
  await user2.connect();
  await user1.send("hi");
  for (const panel of [user1, user2]) await panel.shows(/"username":"user1","message":"hi"/);
  assert.equal(await user2.row(/hello/).count(), 0, "the page says nothing by itself");
}, USUAL));

test("the ticker's scores stand with the newest first", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  await panel.connect("/ticker");
  assert.ok(await panel.radio("prepend").isChecked());
  await panel.node.getByLabel("Limit").fill("5");
  await panel.node.locator(".row.received").nth(1).waitFor();
  const table = panel.node.getByRole("table", { name: "Dataset as a table" });
  await table.getByRole("row").nth(2).waitFor();
  assert.deepEqual(await table.getByRole("columnheader").allTextContents(), ["#", "number", "time", "home", "away", "score"]);
}, USUAL));

test("another path brings its own policy and view, once the dataset is empty", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  await panel.connect("/ticker/weather");
  await panel.node.locator(".row.received").first().waitFor();
  await panel.button("Disconnect").click();
  await panel.is("Closed");
  await panel.choose("/websocket/heartrate");
  assert.ok(await panel.radio("refresh").isChecked(), "there are data");
  await panel.button("Empty").click();
  await panel.choose("/ticker");
  assert.ok(await panel.radio("prepend").isChecked());
  await panel.choose("/websocket/heartrate");
  assert.ok(await panel.radio("Chart").isChecked());
}, { paths: ["/websocket/heartrate=heart-rate", "/ticker=ticker?interval=10ms", "/ticker/weather=ticker?kind=weather&interval=10ms"] }));

test("the shootout server answers a broadcast to who sent it, too", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  await panel.connect("/shootout");
  await panel.send('{"type":"broadcast","payload":1}', "json");
  await panel.shows(/"type":"broadcastResult"/);
}, USUAL));

test("credentials in the URL open Clown.Hub, in this browser", () => withConsole(async (page, server) => {
  const panel = new Panel(page, 1);
  const hub = `127.0.0.1:${server.port}/auth/clown-talk-server_nodes_bridge_0`;
  await panel.url.fill(`ws://clown:wrong@${hub}`);
  await panel.button("Connect").click();
  await panel.shows("Closed with 1006, abnormal closure");
  await panel.url.fill(`ws://clown:bigclown@${hub}`);
  await panel.connect();
  await panel.send('["relay/i2c0-3b/set", {"state":true}]', "json");
  await panel.shows(/^\["relay\/i2c0-3b",\{"state":true\}\]/);
}, { ...USUAL, args: ["--user", "clown:bigclown"], allowed: /WebSocket connection to .* failed/ }));

test("a path of a group asks which one, and connects to that", () => withConsole(async (page, server) => {
  const panel = new Panel(page, 1);
  const auth = `ws://127.0.0.1:${server.port}/auth/`;
  await panel.choose("/auth/*");
  assert.equal(await panel.url.inputValue(), auth);
  assert.ok(await panel.url.evaluate((input) => input === document.activeElement && input.selectionStart === input.value.length));
  await panel.node.getByText("Every path below /auth/ is a group of its own").waitFor();
  await panel.button("Connect").click();
  await panel.node.getByRole("alert").filter({ hasText: "Say which path below /auth/" }).waitFor();
  await page.keyboard.type("clown-talk-server_nodes_bridge_0");
  assert.equal(await panel.url.inputValue(), `${auth}clown-talk-server_nodes_bridge_0`);
  assert.equal(await panel.node.getByLabel("Path").inputValue(), "/auth/*");
  await panel.connect();
  await panel.send('["clown.talk/-/config/set", {}]', "json");
  await panel.shows(/^\["clown\.talk\/-\/config\/ok",\{"ack":false/);
}, USUAL));
