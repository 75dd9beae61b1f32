// A chat between two connections on one page; what is said never becomes markup.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Panel, withConsole } from "./support.js";

const HOSTILE = "<img src=x onerror=alert(1)>";

test("both see all messages in the same order, and markup as text", () => withConsole(async (page) => {
  const [one, other] = [new Panel(page, 1), new Panel(page, 2)];
  await one.connect("/broadcast");
  await page.getByRole("button", { name: "Connection", exact: true }).click();
  await other.connect("/broadcast");
  await one.send(HOSTILE);
  for (const panel of [one, other]) await panel.shows(HOSTILE);
  await other.send(`{"username":"<b>eve</b>","message":"${HOSTILE}"}`, "json");
  for (const panel of [one, other]) {
    await panel.shows(/^\{"username"/);
    assert.deepEqual(await panel.node.locator(".row.received .text").allTextContents(),
      [HOSTILE, `{"username":"<b>eve</b>","message":"${HOSTILE}"}`]);
    await panel.row(/^\{"username"/).locator(".line").click();
    await panel.node.locator(".detail", { hasText: HOSTILE }).waitFor();
    await panel.radio("Variable").check();
    for (const view of ["List", "Table", "JSON"]) {
      await panel.radio(view).check();
      await panel.node.locator(".dataset", { hasText: HOSTILE }).waitFor();
      await panel.node.locator(".dataset", { hasText: "<b>eve</b>" }).waitFor();
    }
  }
  assert.equal(await page.locator("img:not([role]), b").count(), 0);
}));

test("a panel that is removed closes its connection; the others stay", () => withConsole(async (page) => {
  const [one, other] = [new Panel(page, 1), new Panel(page, 2)];
  await one.connect("/broadcast");
  await one.node.getByRole("button", { name: "Duplicate connection 1" }).click();
  assert.equal(await other.url.inputValue(), await one.url.inputValue());
  await other.connect();
  await page.getByRole("button", { name: "Server", exact: true }).click();
  const connections = page.getByRole("region", { name: "Server", exact: true }).locator(".card", { hasText: "Connections" }).locator("strong");
  await connections.filter({ hasText: /^2$/ }).waitFor();
  await other.node.getByRole("button", { name: "Remove connection 2" }).click();
  await connections.filter({ hasText: /^1$/ }).waitFor();
  await one.send("still here");
  await one.shows("still here");
}));
