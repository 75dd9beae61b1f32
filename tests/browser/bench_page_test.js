// The page of parley report --html and parley bench --html for load runs, made by the program from reports that say the
// worst.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

import { startServer, withPage } from "./support.js";

const HOSTILE = "</script><!--<img src=x onerror=alert(1)>";
const SEARCH = {
  raised: "rate", precision: 0.05, wanted_confidence: 0.95, low: 8000, high: 8400, confidence: 0.97,
  trials: [1000, 2000, 4000, 8000, 16000, 16000, 12000, 12000, 8400, 8400, 8000].map((load) => ({
    load, broken: load > 8000 ? `p99<50ms: 80 ms ${HOSTILE}` : "", per_second: Math.min(load, 8200), p50_ns: 40000 + load,
    p99_ns: load > 8000 ? 80e6 : 2e6 + load, max_ns: 90e6, errors: 0, generator_busy: load / 20000 })),
};

const folder = mkdtempSync(join(tmpdir(), "parley-bench-page-"));
after(() => rmSync(folder, { recursive: true }));

/** What the program itself measures, in a moment. */
async function measure() {
  const server = await startServer();
  const file = join(folder, "run.json");
  try {
    execFileSync(process.env.PARLEY, ["bench", `${server.url.replace("http", "ws")}echo`, "-c", "4", "-d", "1s", "--warmup", "0s",
      "--rate", "2000", "--json", file], { stdio: "ignore" });
  } finally {
    await server.stop();
  }
  return JSON.parse(readFileSync(file, "utf8"));
}

const measured = await measure();

/** A run of 20 seconds, `factor` times as fast as the measured one, in five repetitions. */
function report(factor) {
  const run = structuredClone(measured);
  const [row] = run.series;
  run.series = Array.from({ length: 20 }, (_, at) => ({ ...row, at_ns: at * 1e9, length_ns: 1e9,
    messages_received: Math.round(2000 * factor) + (at * 37) % 50,
    peer: { resident_bytes: 5e6 + at * 1000, descriptors: 9, cpu_ns: at * 4e8, context_switches: at } }));
  run.repetitions = [1, 1.01, 0.99, 1.02, 0.98].map((noise) => ({ started: run.result.started,
    values: { messages_received: 2000 * factor * noise, "latency.p99": 1e6 * noise / factor, errors: 0 } }));
  run.result.errors = [{ kind: "ended", count: 3, example: HOSTILE }];
  run.result.steps = [{ pointer: "/steps/2", count: 3, what: HOSTILE }];
  run.thresholds = [{ text: "errors==0", passed: false, actual: "3" }];
  run.url = `ws://peer/${HOSTILE}`;
  return run;
}

function makePage(name, reports, ...more) {
  const files = Object.entries(reports).map(([run, content]) => {
    const file = join(folder, `${run}.json`);
    writeFileSync(file, JSON.stringify(content));
    return file;
  });
  execFileSync(process.env.PARLEY, ["report", ...files, ...more, "--html", join(folder, name, "/")], { stdio: "ignore" });
  return pathToFileURL(join(folder, name, "index.html")).href;
}

const slower = report(1);
const faster = report(1.3);
const alone = makePage("alone", { run: measured });
const both = makePage("both", { before: slower, after: faster });
const searched = makePage("searched", { search: { ...measured, search: SEARCH }, other: { ...measured, search: { ...SEARCH, low: 4000, high: 4200 } } });

const figure = (page, name) => page.locator("figure").filter({ has: page.getByRole("heading", { name }) });

test("shows one run: numbers, percentiles, series, times", () => withPage(alone, async (page) => {
  assert.equal(await page.locator(".run").count(), 1);
  await page.getByText("latency p99").first().waitFor();
  await page.getByText("✓errors==0: 0").waitFor();
  for (const name of ["Percentiles", "Messages received", "Latency"]) {
    assert.ok(await figure(page, name).locator("svg polyline, svg circle").count() > 0, name);
  }
  const rows = await page.locator("#tables tbody tr").allTextContents();
  assert.ok(rows.some((row) => row.startsWith("latency")) && rows.some((row) => row.startsWith("service")));
  await page.getByText("machine, command, generator").click();
  assert.ok((await page.locator(".run dl").textContent()).includes(measured.machine));
}));

test("chooses among the times that were measured", () => withPage(alone, async (page) => {
  await figure(page, "Percentiles").locator("select").selectOption("lateness");
  await page.locator("svg[aria-label^='lateness by percentile']").waitFor();
}));

test("reads values off a chart", () => withPage(both, async (page) => {
  const chart = figure(page, "Messages received");
  await chart.locator("svg").hover();
  assert.match(await chart.locator(".reading").textContent(), /^[\d.]+ s: before 20\d\d\/s · after 26\d\d\/s$/);
}));

test("says what differs by more than noise", () => withPage(both, async (page) => {
  assert.equal(await page.locator("#verdict").textContent(), "2 of 2 not passed");
  const row = (name) => page.locator("#comparison tr").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  assert.match(await row("latency p99").textContent(), /better.*× 0\.769/);
  assert.match(await row("received /s").textContent(), /differs.*× 1\.300/); // an open loop: the user chose the rate
  assert.equal(await figure(page, "Rate of each repetition").locator("circle").count(), 10);
  assert.ok(await figure(page, "The peer's processor time").locator("polyline").count() === 2);
}));

test("draws the capacity of searches", () => withPage(searched, async (page) => {
  await page.getByText("capacity (rate), 97.0 % certain").first().waitFor();
  const chart = figure(page, "Capacity: p99 at each load");
  assert.equal(await chart.locator("circle").count(), 2 * SEARCH.trials.length);
  assert.equal(await chart.locator("circle.broke").count(), 2 * SEARCH.trials.filter((trial) => trial.broken).length);
  assert.equal(await chart.locator(".bound").count(), 4);
  assert.match(await page.locator("#tables").textContent(), /✗ p99<50ms: 80 ms/);
}));

test("writes what came from a run as text", () => withPage(both, async (page) => {
  assert.equal(await page.locator("img").count(), 0);
  await page.getByText(HOSTILE).first().waitFor();
  assert.match(await page.locator("#tables").textContent(), /\/steps\/2/);
}));

for (const width of [320, 400, 768, 1360]) {
  for (const [name, url] of Object.entries({ alone, both, searched })) {
    test(`${name} fits a width of ${width}`, () => withPage(url, async (page) => {
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    }, { context: { viewport: { width, height: 800 } } }));
  }
}

test("is readable in the dark", () => withPage(both, async (page) => {
  const colour = (selector, property) => page.locator(selector).first().evaluate((node, name) => getComputedStyle(node)[name], property);
  assert.notEqual(await colour(".run", "backgroundColor"), "rgb(255, 255, 255)");
  assert.equal(await colour(".chart .line", "stroke"), "rgb(76, 196, 182)");
}, { context: { colorScheme: "dark" } }));
