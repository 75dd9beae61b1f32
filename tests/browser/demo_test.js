// The Node demo's page grown up: connect to "/", greet, be greeted, hear the clock; over ws and wss.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Panel, withConsole } from "./support.js";

const CLOCK = /^server: my clock is (Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/;

for (const tls of [false, true]) {
  const scheme = tls ? "wss" : "ws";

  test(`${scheme}: says hello and hears the welcome, the echo and the clock`, () => withConsole(async (page, server) => {
    const panel = new Panel(page, 1);
    assert.equal(await panel.url.inputValue(), `${scheme}://127.0.0.1:${server.port}/`);
    await panel.connect();
    await panel.shows("me: hello");
    await panel.shows("server: Welcome to websocket server.");
    await panel.shows("server: hello");
    await panel.shows(CLOCK);
    const texts = await panel.node.locator(".row .text").allTextContents();
    const welcome = texts.indexOf("server: Welcome to websocket server.");
    assert.ok(welcome >= 0 && texts.indexOf("server: hello") > welcome);
    assert.match(texts[texts.indexOf("server: hello") + 1], CLOCK);
  }, { tls }));

  test(`${scheme}: the clock goes on by itself`, () => withConsole(async (page) => {
    const panel = new Panel(page, 1);
    await panel.connect("/fast");
    await panel.row(CLOCK).nth(5).waitFor();
  }, { tls }));

  test(`${scheme}: text, JSON and bytes come back from the echo as they were sent`, () => withConsole(async (page) => {
    const panel = new Panel(page, 1);
    await panel.connect("/echo");
    await panel.send("Grüße 😀");
    await panel.shows("me: Grüße 😀");
    await panel.shows("Grüße 😀");
    await panel.send('{"a":[1,2]}', "json");
    await panel.shows('{"a":[1,2]}');
    await panel.send("00 68 ff", "hex");
    await panel.shows("00 68 ff");
    assert.deepEqual(await panel.node.locator(".row.received .meta").allTextContents(), ["text · 12 B", "text · 11 B", "binary · 3 B"]);
    await panel.row("00 68 ff").locator(".line").click();
    assert.match(await panel.node.locator(".detail").textContent(), /^00000000 {2}00 68 ff +·h·$/);
  }, { tls }));
}
