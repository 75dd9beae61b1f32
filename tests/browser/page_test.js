// The page itself: its policy, its widths, its themes, and a flood of messages.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Panel, withConsole } from "./support.js";

test("no script can be put into the page, whatever a fault in ours", () => withConsole(async (page) => {
  const outcome = await page.evaluate(() => {
    try {
      document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=alert(1)>");
      return "inserted";
    } catch (error) {
      return error.name;
    }
  });
  assert.equal(outcome, "TypeError"); // Trusted Types
}, { allowed: /TrustedHTML/ }));

test("loads everything from its own server", () => withConsole(async (page, server) => {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.reload();
  await page.waitForSelector("html[data-ready]");
  assert.ok(asked.length > 10);
  for (const url of asked) assert.ok(url.startsWith(server.url), url);
}));

for (const width of [320, 390, 768, 1360]) {
  test(`fits a width of ${width}`, () => withConsole(async (page) => {
    const panel = new Panel(page, 1);
    await panel.connect("/");
    await panel.shows("server: hello");
    await page.getByRole("button", { name: "Server", exact: true }).click();
    await page.getByRole("button", { name: "Connection", exact: true }).click();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
  }, { context: { viewport: { width, height: 800 } } }));
}

test("light, dark, and as the system has it; remembered", () => withConsole(async (page) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();
  const button = page.getByRole("button", { name: /^Theme/ });
  await button.click();
  assert.equal(await button.textContent(), "Theme: light");
  const light = await ground();
  assert.notEqual(light, dark);
  await page.reload();
  await page.waitForSelector("html[data-ready]");
  assert.equal(await ground(), light);
  await button.click();
  assert.equal(await ground(), dark);
}, { context: { colorScheme: "dark" } }));

test("a flood of messages leaves the log bounded and the newest in sight", () => withConsole(async (page, server) => {
  const panel = new Panel(page, 1);
  await panel.connect("/broadcast");
  await page.evaluate(async (url) => {
    const flood = new WebSocket(url);
    await new Promise((resolve) => { flood.onopen = resolve; });
    for (let n = 1; n <= 5000; ++n) flood.send(`message ${n}`);
  }, `ws://127.0.0.1:${server.port}/broadcast?self=0`);
  const last = panel.row("message 5000");
  await last.waitFor();
  assert.equal(await panel.node.locator(".row").count(), 300);
  assert.match(await panel.node.locator(".older").textContent(), /^\d+ older not kept$/);
  const [row, log] = await Promise.all([last.boundingBox(), panel.node.getByRole("log").boundingBox()]);
  assert.ok(row.y >= log.y && row.y + row.height <= log.y + log.height, "the last row is in sight");
  assert.match(await panel.node.locator("output.totals").textContent(), /↓ 5\.00 k/);
}));

test("of a large message the log keeps the beginning", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  await panel.connect("/echo");
  await panel.radio("refresh").check();
  await panel.send(`${"é".repeat(200000)}end`);
  const row = panel.node.locator(".row.received");
  await row.locator(".meta", { hasText: "text · 391 KiB" }).waitFor();
  await row.locator(".line").click();
  assert.equal(await row.locator(".detail pre").textContent(), "é".repeat(32768));
  await row.getByText("The first 64.0 KiB of 391 KiB.").waitFor();
}));

test("the newest message stays in sight when the window gets smaller", () => withConsole(async (page) => {
  const panel = new Panel(page, 1);
  await panel.connect("/fast");
  await panel.row(/my clock is/).nth(30).waitFor();
  await panel.button("Disconnect").click();
  await panel.is("Closed");
  await page.setViewportSize({ width: 1360, height: 600 });
  await page.waitForFunction(() => {
    const log = document.querySelector(".log");
    return log.clientHeight < 400 && log.scrollHeight - log.scrollTop - log.clientHeight < 8;
  });
  assert.equal(await panel.button("Latest").isVisible(), false);
}));
