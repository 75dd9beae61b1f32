// The server goes and comes back; a connection that is to reconnect does, one that is not stays closed.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Panel, startServer, withConsole } from "./support.js";

// Chromium tells of every attempt that fails, and of the server view's question while nobody is there.
const ATTEMPTS = /WebSocket connection to .* failed|Failed to load resource/;

for (const tls of [false, true]) {
  test(`${tls ? "wss" : "ws"}: reconnects after the server restarts`, () => withConsole(async (page, server) => {
    const panel = new Panel(page, 1);
    await panel.node.getByText("Options").click();
    await panel.node.getByLabel("Reconnect").check();
    await panel.connect("/");
    await panel.shows("server: hello");
    await server.stop();
    await panel.shows(/^Closed with 1001, going away/);
    await panel.shows(/^Attempt 1 in /);
    const again = await startServer({ port: server.port, tls });
    try {
      await panel.row("me: hello").nth(1).waitFor();
      await panel.row("server: hello").nth(1).waitFor();
      await panel.is("Open");
      await panel.button("Disconnect").click();
      await panel.is("Closed");
      await panel.shows("Closed with 1000, normal closure");
    } finally {
      await again.stop();
    }
  }, { tls, allowed: ATTEMPTS }));
}

test("without the option it stays closed", () => withConsole(async (page, server) => {
  const panel = new Panel(page, 1);
  await panel.connect("/echo");
  await server.stop();
  await panel.shows(/^Closed with 1001, going away/);
  await panel.is("Closed");
  assert.equal(await panel.row(/^Attempt/).count(), 0);
}));

test("waiting can be stopped", () => withConsole(async (page, server) => {
  const panel = new Panel(page, 1);
  await panel.node.getByText("Options").click();
  await panel.node.getByLabel("Reconnect").check();
  await panel.connect("/echo");
  await server.stop();
  await panel.shows(/^Attempt 3 in /);
  await panel.node.getByRole("button", { name: /^(Stop|Cancel)$/ }).click();
  await panel.is("Closed");
}, { allowed: ATTEMPTS }));
