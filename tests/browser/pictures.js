// Pictures of the console, in light, in dark and on a phone, for people to look at. They are not committed.
import { test } from "node:test";

import { Panel, withConsole } from "./support.js";

const folder = process.argv[2];
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };

const beat = (n) => `{"time":${1513152655902 + n * 500},"value":${Math.round(80 + 12 * Math.sin(n / 3) + 5 * Math.sin(n * 1.7))}}`;

async function demo(panel) {
  await panel.connect("/");
  await panel.shows("server: hello");
  await panel.send('{"score":[1,2],"team":"green"}', "json");
  await panel.send("68 ff 69 00 01 02 03 61 62 63 64 65 66 67 68 69 6a 6b 6c", "hex");
  await panel.row(/^me: 68 ff/).locator(".line").click();
}

async function heartRate(panel) {
  await panel.choose("/echo");
  await panel.connect();
  for (let n = 0; n < 20; ++n) await panel.send(beat(n), "json");
  await panel.radio("Chart").check();
  await panel.node.getByRole("img", { name: /20 points/ }).waitFor();
  await panel.node.locator(".chart canvas").waitFor();
}

async function chat(page, view) {
  const panels = [new Panel(page, 1), new Panel(page, 2)];
  await panels[0].connect("/broadcast");
  await page.getByRole("button", { name: "Connection", exact: true }).click();
  await panels[1].connect("/broadcast");
  const say = (at, message) => panels[at].send(JSON.stringify({ username: `user${at + 1}`, message, time: Date.now() }), "json");
  await say(0, "hello, is anybody there?");
  await say(1, "<img src=x onerror=alert(1)>");
  await say(0, "Grüße 😀");
  for (const panel of panels) {
    await panel.shows(/Grüße/);
    await panel.radio(view).check();
  }
}

async function picture(name, context, scene) {
  await withConsole(async (page) => {
    await scene(page);
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  }, { context });
}

test("pictures", async () => {
  for (const colorScheme of ["light", "dark"]) {
    await picture(`demo-${colorScheme}`, { colorScheme }, (page) => demo(new Panel(page, 1)));
    await picture(`chart-${colorScheme}`, { colorScheme }, async (page) => {
      await page.getByRole("button", { name: "Server", exact: true }).click();
      await heartRate(new Panel(page, 1));
    });
    await picture(`chat-${colorScheme}`, { colorScheme }, (page) => chat(page, "Messages"));
  }
  await picture("chat-data", {}, (page) => chat(page, "Variable"));
  await picture("phone-demo", PHONE, (page) => demo(new Panel(page, 1)));
  await picture("phone-chart", { ...PHONE, colorScheme: "dark" }, async (page) => {
    const panel = new Panel(page, 1);
    await panel.radio("Messages").check();
    await panel.connect("/echo");
    for (let n = 0; n < 20; ++n) await panel.send(beat(n), "json");
    await panel.radio("Variable").check();
    await panel.radio("Chart").check();
    await panel.node.getByRole("img", { name: /20 points/ }).waitFor();
    await panel.node.locator(".chart").scrollIntoViewIfNeeded();
  });
});
