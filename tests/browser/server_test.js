// The server's view: connections and rates as /metrics tell them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Panel, withConsole } from "./support.js";

test("shows connections and rates, in all and by path", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  await panel.connect("/fast");
  const server = page.getByRole("region", { name: "Server", exact: true });
  await page.getByRole("button", { name: "Server", exact: true }).click();
  const card = (title, text) => server.locator(".card", { hasText: title }).locator("strong", { hasText: text }).waitFor();
  await card("Connections", /^1$/);
  await card("Messages out", /^(1\d|2\d)(\.\d)?\/s$/); // one each 50 ms, on a machine that may be busy
  await card("Payload out", /B\/s$/);
  await server.getByText("By path").click();
  const row = server.getByRole("row", { name: /^\/fast/ });
  assert.deepEqual((await row.getByRole("cell").allTextContents()).slice(0, 3), ["node-demo", "1", "1"]);
  await panel.button("Disconnect").click();
  await card("Connections", /^0$/);
  await card("Messages out", /^0\/s$/);
}));

test("asks only while it is looked at", () => withConsole(async (page) => {
  const asked = [];
  page.on("request", (request) => request.url().endsWith("/metrics") && asked.push(request.url()));
  const button = page.getByRole("button", { name: "Server", exact: true });
  const answered = () => page.waitForResponse((response) => response.url().endsWith("/metrics"));
  await Promise.all([answered(), button.click()]);
  await answered();
  await button.click();
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  const before = asked.length;
  assert.ok(before >= 2);
  const panel = new Panel(page, 1);
  await panel.connect("/fast");
  await panel.row(/my clock is/).nth(39).waitFor(); // two seconds by the server's clock
  assert.equal(asked.length, before);
}));

test("says when the server does not answer, and goes on", () => withConsole(async (page, server) => {
  await page.getByRole("button", { name: "Server", exact: true }).click();
  await page.getByRole("region", { name: "Server", exact: true }).getByText(/^up /).waitFor();
  await server.stop();
  await page.getByText("The server does not answer.").waitFor();
}, { allowed: /Failed to load resource/ }));
