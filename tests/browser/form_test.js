// What can be typed: URLs, subprotocols, close codes, messages; and what is said when it cannot be right.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Panel, withConsole } from "./support.js";

test("any URL can be typed; that of a route chooses its path", () => withConsole(async (page, server) => {
  const panel = new Panel(page, 1);
  await panel.url.fill(`ws://localhost:${server.port}/echo?x=1`);
  await panel.connect();
  await panel.send("from elsewhere");
  await panel.shows("from elsewhere");
  await panel.button("Disconnect").click();
  await panel.is("Closed");
  await panel.url.fill(`ws://127.0.0.1:${server.port}/broadcast?self=0`);
  assert.equal(await panel.node.getByLabel("Path").inputValue(), "/broadcast");
}));

test("says why a URL cannot be opened", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  for (const [url, fault] of [["no url", "That is not a URL"], ["ftp://a/", "starts with ws: or wss:, not ftp:"], ["ws://a/#b", "has no fragment"]]) {
    await panel.url.fill(url);
    await panel.button("Connect").click();
    await panel.node.getByRole("alert").filter({ hasText: fault }).waitFor();
  }
}));

test("from an https page only wss: passes", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  await panel.url.fill("ws://example.org/");
  await panel.button("Connect").click();
  await panel.node.getByRole("alert").filter({ hasText: "can only open wss:" }).waitFor();
}, { tls: true }));

test("a path without WebSocket is an error and a close with 1006", () => withConsole(async (page, server) => {
  const panel = new Panel(page, 1);
  await panel.url.fill(`ws://127.0.0.1:${server.port}/healthz`);
  await panel.button("Connect").click();
  await panel.shows(/^The connection could not be opened\. Browsers do not tell/);
  await panel.shows("Closed with 1006, abnormal closure");
  await panel.is("Closed");
}, { allowed: /WebSocket connection to .* failed/ }));

test("closes with the code and the reason that were asked for", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  await panel.connect("/echo");
  await panel.node.getByText("Options").click();
  await panel.node.getByLabel("Close code").fill("1001");
  await panel.button("Disconnect").click();
  await panel.node.getByRole("alert").filter({ hasText: "1000, or 3000 to 4999" }).waitFor();
  await panel.node.getByLabel("Close code").fill("4321");
  await panel.node.getByLabel("Close reason").fill("<i>enough</i>");
  await panel.button("Disconnect").click();
  await panel.shows(/^Closed with 4321, private use/);
}));

test("asks for subprotocols and shows the one that was chosen", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  await panel.node.getByText("Options").click();
  await panel.node.getByLabel("Subprotocols").fill("superchat, chat");
  await panel.connect("/echo");
  await panel.shows(/subprotocol chat/);
}, { args: ["--subprotocol", "chat"] }));

test("does not send what is no JSON or no hex", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  await panel.connect("/echo");
  await panel.send("{broken", "json");
  await panel.node.getByRole("alert").filter({ hasText: "Not sent: " }).waitFor();
  await panel.send("0", "hex");
  await panel.node.getByRole("alert").filter({ hasText: "two hex digits; one is missing" }).waitFor();
  await panel.send("fine");
  await panel.shows("fine");
  assert.equal(await panel.node.locator(".row.sent").count(), 1);
}));

test("works by keyboard alone", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  await panel.choose("/echo");
  await page.keyboard.press("Alt+c");
  await panel.is("Open");
  await page.keyboard.press("Alt+m");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("one");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("two");
  await page.keyboard.press("Enter");
  await panel.shows(/^one\ntwo$/);
  await page.keyboard.press("Alt+n");
  await new Panel(page, 2).button("Connect").waitFor();
  await page.keyboard.press("Alt+k");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await page.keyboard.press("Escape");
  await panel.node.locator('.line[tabindex="0"]').focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await panel.node.locator(".row:last-child .detail").waitFor();
}));
