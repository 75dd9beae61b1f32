// The page of parley report and parley check --html, made by the program from reports that say the worst.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

import { withPage } from "./support.js";

const HOSTILE = "</script><!--<img src=x onerror=alert(1)>";
const VERDICTS = ["pass", "pass-lenient", "fail", "warning", "disputed", "info", "skipped", "error"];
const GROUPS = ["handshake", "masking", "length", "reserved", "fragmentation", "control", "close", "utf8", "deflate"];
const PEERS = 6;
const CASES = 1400;

const folder = mkdtempSync(join(tmpdir(), "parley-check-page-"));
after(() => rmSync(folder, { recursive: true }));

const wire = [
  { at_ns: 35783, kind: "sent", text: 'text masked 1 "a"', hex: "818125ac38b144" },
  { at_ns: 3382046, kind: "received", text: `text 41 "${HOSTILE}"`, hex: "880203e8" },
  { at_ns: 3383538, kind: "note", text: "the peer ended TCP" },
];

/** Peer 0 passes all; peer n fails each case whose number n + 1 divides, and a hundredth of them is skipped. */
function verdictOf(peer, number) {
  if (peer > 0 && number % 100 === 99) return "skipped";
  return peer > 0 && number % (peer + 1) === 0 ? "fail" : "pass";
}

function entry(peer, number) {
  const id = `6455-5.${number % 7}-case-${number}`;
  const verdict = verdictOf(peer, number);
  const common = { id, aliases: [], group: GROUPS[number % GROUPS.length], section: "RFC 6455 §5.2",
    level: number % 10 === 0 ? "should" : "must", title: `Done to the peer, ${number}`, rule: `The rule ${number}.`,
    verdict, known: false, why: verdict === "fail" ? `seen: ${HOSTILE}` : "", replay: id };
  if (verdict === "skipped") return common;
  return { ...common, seen: "close 1000", closing: "clean", peer_close_code: 1000, duration_ns: 3385231, wire };
}

function report(peer) {
  const entries = Array.from({ length: CASES }, (_, number) => entry(peer, number));
  const count = (verdict) => entries.filter((each) => each.verdict === verdict).length;
  const summary = Object.fromEntries(VERDICTS.map((verdict) => [verdict, count(verdict)]));
  return { schema_version: 1, parley_version: "1.2.3", machine: "a machine", command: "parley check server", role: "server",
    peer: `ws://127.0.0.1:1/${peer}`, started: "2026-11-21T07:57:41.707Z", duration_ns: 1561200434,
    summary: { ...summary, failures: count("fail"), known: 0, stale: [], unknown: [] }, entries };
}

function makePage() {
  const files = Array.from({ length: PEERS }, (_, peer) => join(folder, `peer${peer}.json`));
  files.forEach((file, peer) => writeFileSync(file, JSON.stringify(report(peer))));
  const page = join(folder, "matrix.html");
  execFileSync(process.env.PARLEY, ["report", ...files, "--html", page]);
  return pathToFileURL(page).href;
}

const url = makePage();
const withMatrix = (run, options = {}) => withPage(url, run, options);
const shown = (page) => page.locator("#shown").textContent();
const cases = (page) => page.locator(".case:visible");
const expected = (holds) => Array.from({ length: CASES }, (_, number) => number)
  .filter((number) => holds(Array.from({ length: PEERS }, (_, peer) => verdictOf(peer, number)))).length;

test("shows sums, and the cases of a group once it is opened", () => withMatrix(async (page) => {
  assert.equal(await page.locator(".peer").count(), PEERS);
  assert.equal(await shown(page), `${CASES} cases`);
  assert.equal(await cases(page).count(), 0);
  await page.getByRole("button", { name: "masking" }).click();
  assert.equal(await cases(page).count(), Math.ceil((CASES - 1) / GROUPS.length));
}));

test("filters by difference, finding, verdict, level, group and text", () => withMatrix(async (page) => {
  const judged = (verdicts) => new Set(verdicts.filter((verdict) => verdict !== "skipped"));
  await page.getByRole("radio", { name: "only differences" }).check();
  assert.equal(await cases(page).count(), expected((verdicts) => judged(verdicts).size > 1));
  await page.getByRole("radio", { name: "only findings" }).check();
  assert.equal(await cases(page).count(), expected((verdicts) => verdicts.includes("fail")));
  await page.getByRole("radio", { name: "all" }).check();
  const skipped = page.locator("#verdicts").getByRole("button", { name: "skipped" });
  await skipped.click();
  assert.equal(await cases(page).count(), expected((verdicts) => verdicts.includes("skipped")));
  await skipped.click();
  await page.getByLabel("level").selectOption("should");
  assert.equal(await shown(page), `${CASES / 10} of ${CASES} cases`);
  await page.getByLabel("group").selectOption("utf8");
  await page.getByLabel("Filter by text").fill("case-250 RULE");
  assert.deepEqual(await cases(page).locator(".open").allTextContents(), ["6455-5.5-case-250should"]);
  await page.getByLabel("Filter by text").fill("no such thing");
  await page.getByText("Nothing matches the filter.").waitFor();
}));

test("opens a cell down to the bytes, and writes them as text", () => withMatrix(async (page) => {
  await page.getByLabel("Filter by text").fill("6455-5.0-case-42");
  await page.getByRole("button", { name: "peer1: fail" }).first().click();
  const details = page.locator(".details");
  await details.getByText("The rule 42.").waitFor();
  await details.getByText(`fail: seen: ${HOSTILE}`).first().waitFor();
  const lines = await details.locator(".wire tr").allTextContents();
  assert.deepEqual(lines, ['0.036→senttext masked 1 "a"81 81 25 ac 38 b1 44',
    `3.382←receivedtext 41 "${HOSTILE}"88 02 03 e8`, "3.384·notethe peer ended TCP"]);
  await details.getByRole("button", { name: "peer0" }).click();
  assert.equal(await details.locator("[aria-pressed='true'] .who").textContent(), "peer0");
  assert.equal(await page.locator("img").count(), 0);
}));

test("a case has an address", () => withMatrix(async (page) => {
  await page.locator(".details").getByText("The rule 43.").waitFor();
}, { hash: "#6455-5.1-case-43" }));

test("arrows move, Enter opens, Escape closes", () => withMatrix(async (page) => {
  await page.keyboard.press("/");
  await page.keyboard.type("case-4");
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);
  await page.locator(".case:visible .open").first().focus();
  const first = await focused();
  await page.keyboard.press("ArrowRight");
  assert.match(await focused(), /^peer0: /);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  assert.match(await focused(), /^peer1: /);
  await page.keyboard.press("Enter");
  await page.locator(".details").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".details").count(), 0);
  assert.match(await focused(), /^peer1: /);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await focused(), first);
  assert.equal(await page.locator(".matrix [tabindex='0']:not(.scroll)").count(), 1);
}));

for (const width of [320, 400, 768, 1360]) {
  test(`fits a width of ${width}`, () => withMatrix(async (page) => {
    await page.getByRole("radio", { name: "only findings" }).check();
    await page.locator(".case:visible .cell").nth(1).click();
    await page.locator(".details").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
  }, { context: { viewport: { width, height: 800 } } }));
}
