// What every browser test needs: a reference server of its own, a page that watches itself, and names for what is on it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { after } from "node:test";

const { chromium } = createRequire(`${process.env.PARLEY_NODE_MODULES}/`)("playwright-core");

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const PATIENCE = 30000; // ms, for a busy machine; nothing waits so long when all is well

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
after(() => browser.close());

/** Every path that the tests use; the clock of /fast comes often. */
const PATHS = ["/=node-demo", "/fast=node-demo?interval=50ms", "/echo=echo", "/broadcast=broadcast"];

/** A server that is up. Without paths it has its usual ones. {url, port, stop()}: stop drains it, once, and expects exit code 0. */
export async function startServer({ port = 0, tls = false, args = [], paths = PATHS } = {}) {
  const routes = paths.flatMap((path) => ["--path", path]);
  const command = ["serve", "--port", String(port), ...routes, ...(tls ? ["--tls"] : []), ...args];
  const child = spawn(process.env.PARLEY, command, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit");
  let said = "";
  child.stderr.on("data", (text) => { said += text; });
  for await (const line of createInterface({ input: child.stdout })) {
    const found = line.match(/listening on wss?:\/\/\S*?:(\d+)/);
    if (!found) continue;
    child.stdout.resume();
    let stopped = null;
    const end = async () => {
      child.kill("SIGTERM");
      const [code] = await ended;
      assert.equal(code, 0, `the server ends in peace; it said: ${said}`);
    };
    const stop = () => (stopped ??= end());
    return { port: Number(found[1]), url: `${tls ? "https" : "http"}://127.0.0.1:${found[1]}/`, stop };
  }
  throw new Error(`the server ended with ${await ended}: ${said}`);
}

/** Runs `test(page, server)` with a fresh server and a fresh page, and expects a page without faults.
 *  `allowed` matches messages on the browser's console that belong to the test. */
export async function withConsole(test, { allowed = /^$/, context = {}, ...server } = {}) {
  const running = await startServer(server);
  const options = { ignoreHTTPSErrors: true, viewport: { width: 1360, height: 860 }, ...context };
  const visitor = await browser.newContext(options);
  try {
    const page = await visitor.newPage();
    page.setDefaultTimeout(PATIENCE);
    const faults = watch(page, allowed);
    await page.goto(running.url);
    await page.waitForSelector("html[data-ready]");
    await test(page, running);
    assert.deepEqual(faults, []);
  } finally {
    await visitor.close();
    await running.stop();
  }
}

/** Runs `test(page)` with a fresh page of a file, and expects no fault, and that nothing else was asked for. */
export async function withPage(url, test, { hash = "", context = {} } = {}) {
  const visitor = await browser.newContext({ viewport: { width: 1360, height: 860 }, ...context });
  try {
    const page = await visitor.newPage();
    page.setDefaultTimeout(PATIENCE);
    const faults = watch(page, /^$/);
    page.on("request", (request) => { if (!/^(data:|file:)/.test(request.url())) faults.push(request.url()); });
    await page.goto(url + hash);
    await page.waitForSelector("html[data-ready]");
    await test(page);
    assert.deepEqual(faults, []);
  } finally {
    await visitor.close();
  }
}

/** All that must not happen on the page: errors, violations of its policy (Chromium tells them on its console), alerts. */
function watch(page, allowed) {
  const faults = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !allowed.test(message.text())) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  return faults;
}

/** One connection on the page. */
export class Panel {
  constructor(page, number) {
    this.node = page.getByRole("region", { name: `Connection ${number}`, exact: true });
    this.url = this.node.getByLabel("URL");
    this.state = this.node.getByRole("status");
    this.message = this.node.getByLabel("Message", { exact: true });
  }

  button(name) {
    return this.node.getByRole("button", { name, exact: true });
  }

  radio(name) {
    return this.node.getByRole("radio", { name, exact: true });
  }

  async choose(path) {
    await this.node.getByLabel("Path").selectOption(path);
  }

  async connect(path) {
    if (path) await this.choose(path);
    await this.button("Connect").click();
    await this.is("Open");
  }

  async is(state) {
    await this.state.filter({ hasText: state }).waitFor();
  }

  async send(text, as = "text") {
    await this.node.getByLabel("Send as").selectOption(as);
    await this.message.fill(text);
    await this.button("Send").click();
  }

  /** The row of the log whose text is this, or matches it. */
  row(text) {
    const exactly = text instanceof RegExp ? text : new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
    return this.node.locator(".row").filter({ has: this.node.page().locator(".text", { hasText: exactly }) });
  }

  async shows(text) {
    await this.row(text).first().waitFor();
  }

  /** The dataset, once its length is as expected. */
  async dataset(length) {
    await this.radio("JSON").check();
    await this.node.locator("output.length", { hasText: length }).waitFor();
    const json = this.node.getByLabel("Dataset as JSON").filter({ hasText: /\S/ });
    return JSON.parse(await json.textContent());
  }
}
