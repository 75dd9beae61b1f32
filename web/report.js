// Draws the report. It follows tools.js.

const run = JSON.parse(document.getElementById("data").textContent);
const VERDICTS = ["passed", "failed", "error", "skipped"];
const MARKS = { passed: "✓", failed: "✗", error: "!", skipped: "–" };
const EXIT_WORDS = { 0: "passed", 1: "failed", 3: "error", 77: "skipped" };

const pairing = (r) => `${r.client_engine} → ${r.server_engine}`;
const messages = (r) => r.traffic.messages_sent + r.traffic.messages_received;
const pill = (verdict, text) => el("span", { class: `pill ${verdict}` }, `${MARKS[verdict]} ${text}`);

// --- pictures -----------------------------------------------------------------------------------------------------

const trips = run.results.map((r) => r.round_trip).filter((t) => t.count > 0);
const scale = {
  low: Math.log10(Math.max(1, Math.min(...trips.map((t) => t.min_ns), 1e12))),
  high: Math.log10(Math.max(10, ...trips.map((t) => t.max_ns))),
};
const onScale = (ns, width) =>
  ((Math.log10(Math.max(1, ns)) - scale.low) / Math.max(0.1, scale.high - scale.low)) * width;

// From the smallest to the largest as a thin line, half to 99 % as a bar, the median as a dot. One logarithmic scale
// for the whole page, so that rows compare.
function latencyPicture(trip) {
  const width = 120;
  const x = (ns) => (4 + onScale(ns, width - 8)).toFixed(1);
  const label = `round trip: median ${duration(trip.p50_ns)}, 99 % within ${duration(trip.p99_ns)}, longest ${duration(trip.max_ns)}`;
  return svg("svg", { class: "latency", viewBox: `0 0 ${width} 14`, role: "img", "aria-label": label },
    svg("title", {}, label),
    svg("line", { class: "whole", x1: x(trip.min_ns), x2: x(trip.max_ns), y1: 7, y2: 7 }),
    svg("line", { class: "bulk", x1: x(trip.p50_ns), x2: x(trip.p99_ns), y1: 7, y2: 7 }),
    svg("circle", { cx: x(trip.p50_ns), cy: 7, r: 3.2 }));
}

const PERCENTILES = [["min", "min_ns"], ["50 %", "p50_ns"], ["90 %", "p90_ns"], ["99 %", "p99_ns"], ["99.9 %", "p999_ns"], ["max", "max_ns"]];

function percentileBars(title, trip) {
  if (trip.count === 0) return null;
  const floor = Math.log10(Math.max(1, trip.min_ns)) - 0.4;
  const span = Math.max(0.5, Math.log10(Math.max(10, trip.max_ns)) - floor);
  const rows = PERCENTILES.map(([name, key]) => {
    const part = (Math.log10(Math.max(1, trip[key])) - floor) / span;
    return el("tr", {},
      el("th", { scope: "row" }, name),
      el("td", { class: "bar" }, svg("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
        svg("rect", { width: (100 * part).toFixed(2), height: 8, rx: 0.8 }))),
      el("td", { class: "number" }, duration(trip[key])));
  });
  return el("div", { class: "percentiles" },
    el("h4", {}, title, el("small", {}, ` ${quantity(trip.count)} measured, mean ${duration(trip.mean_ns)}`)),
    el("table", {}, el("tbody", {}, rows)));
}

// --- one scenario, opened -----------------------------------------------------------------------------------------

function lines(text) {
  return text.split("\n").map((line) => {
    const kind = line.startsWith("- ") ? "out" : line.startsWith("+ ") ? "in" : "both";
    return el("span", { class: kind }, `${line}\n`);
  });
}

function sideBySide(check) {
  const side = (title, kind, text) => el("div", {}, el("h5", { class: kind }, title), el("pre", { tabindex: "0" }, text));
  return el("div", { class: "sides" }, side("expected", "out", check.expected), side("actual", "in", check.actual));
}

function checkItem(check) {
  const verdict = check.passed ? "passed" : "failed";
  const head = [el("span", { class: `mark ${verdict}` }, MARKS[verdict]), el("span", {}, check.name),
    check.pointer && el("code", {}, check.pointer)];
  if (check.passed) return el("li", {}, el("div", { class: "check-head" }, head));
  return el("li", { class: "broken" }, el("div", { class: "check-head" }, head),
    check.detail && el("pre", { class: "difference", tabindex: "0" }, lines(check.detail)),
    (check.expected || check.actual) && (check.detail
      ? el("details", {}, el("summary", {}, "expected and actual, whole"), sideBySide(check))
      : sideBySide(check)));
}

function wireLog(r) {
  if (r.wire.length === 0) return null;
  const names = [...new Set(r.wire.map((line) => line.client))];
  const rows = r.wire.map((line) => el("tr", { class: line.arrow === "→" ? "sent" : "received" },
    el("td", { class: "number" }, `${(line.at_ns / 1e6).toFixed(3)}`),
    el("td", { class: `client hue${names.indexOf(line.client) % 6}` }, line.client),
    el("td", { class: "arrow" }, line.arrow),
    el("td", { class: "text" }, line.text)));
  return el("section", { class: "wire" }, el("h4", {}, "On the wire", el("small", {}, " ms since the start · → sent by the client, ← received")),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Wire log" }, el("table", {}, el("tbody", {}, rows))));
}

function details(r) {
  const t = r.traffic;
  return el("div", { class: "details" },
    r.description && el("p", { class: "description" }, r.description),
    r.reason && el("p", { class: `reason ${r.verdict}` }, r.reason, " ", r.pointer && el("code", {}, r.pointer)),
    r.checks.length > 0 && el("section", {},
      el("h4", {}, "Checks", el("small", {}, ` ${r.checks.filter((c) => c.passed).length} of ${r.checks.length} hold`)),
      el("ul", { class: "checks" }, r.checks.map(checkItem))),
    el("dl", { class: "facts" },
      r.duration_ns > 0 ? fact("took", duration(r.duration_ns)) : [],
      fact("sent", `${quantity(t.messages_sent)} messages, ${bytes(t.bytes_sent)}`),
      fact("received", `${quantity(t.messages_received)} messages, ${bytes(t.bytes_received)}`),
      t.messages_per_second > 0 ? fact("rate", `${quantity(t.messages_per_second)} messages/s`) : [],
      r.tags.length > 0 ? fact("tags", r.tags.join(", ")) : []),
    el("div", { class: "pictures" }, percentileBars("Round trip", r.round_trip), percentileBars("Connect", r.connect)),
    wireLog(r));
}

// --- the table ----------------------------------------------------------------------------------------------------

const numberOr = (condition, value) => (condition ? value : -1);
const COLUMNS = [
  { title: "", name: "verdict", key: (r) => VERDICTS.indexOf(r.verdict), class: "c-verdict" },
  { title: "scenario", key: (r) => r.name, class: "c-name" },
  { title: "client → server", key: pairing, class: "c-pairing" },
  { title: "clients", key: (r) => r.clients, class: "c-clients number" },
  { title: "messages", key: messages, class: "c-messages number" },
  { title: "msg/s", key: (r) => r.traffic.messages_per_second, class: "c-rate number" },
  { title: "round trip p50 · p99", name: "round trip", key: (r) => numberOr(r.round_trip.count > 0, r.round_trip.p50_ns), class: "c-trip" },
  { title: "took", key: (r) => r.duration_ns, class: "c-took number" },
];

const state = { text: "", verdicts: new Set(), tag: "", pairing: "", column: -1, descending: false };
const opened = new Set();
const rows = run.results.map((r, index) => makeRow(r, index));
const table = makeTable();

function cell(column, label, ...children) {
  return el("td", { class: COLUMNS[column].class, "data-label": label }, children);
}

function makeRow(r, index) {
  const button = el("button", { type: "button", class: "open", "aria-expanded": "false", "aria-controls": `d${index}` },
    el("span", { class: "name" }, r.name, r.repetition > 1 && el("small", {}, ` #${r.repetition}`)));
  const trip = r.round_trip;
  const row = el("tr", { id: `r${index}`, class: `row ${r.verdict}` },
    cell(0, "", el("span", { class: `mark ${r.verdict}`, title: r.verdict }, MARKS[r.verdict]), el("span", { class: "hidden" }, r.verdict)),
    cell(1, "", button, el("span", { class: "file" }, r.file),
      r.verdict !== "passed" && r.reason && el("span", { class: `why ${r.verdict}` }, r.reason)),
    cell(2, "client → server", pairing(r)),
    cell(3, "clients", quantity(r.clients)),
    cell(4, "messages", quantity(messages(r))),
    cell(5, "msg/s", messages(r) > 0 ? quantity(r.traffic.messages_per_second) : ""),
    cell(6, "round trip", trip.count > 0 ? [latencyPicture(trip), el("span", { class: "trip-text" }, `${duration(trip.p50_ns)} · ${duration(trip.p99_ns)}`)] : ""),
    cell(7, "took", r.duration_ns > 0 ? duration(r.duration_ns) : ""));
  const holder = el("td", { colspan: COLUMNS.length });
  const more = el("tr", { id: `d${index}`, class: "more", hidden: "" }, holder);
  const entry = { result: r, index, row, more, holder, button, haystack: haystackOf(r) };
  row.addEventListener("click", (event) => {
    if (window.getSelection().isCollapsed && !event.target.closest("a")) toggle(entry, !opened.has(entry));
  });
  return entry;
}

function haystackOf(r) {
  return [r.name, r.file, r.description, r.reason, pairing(r), r.tags.join(" ")].join("\n").toLowerCase();
}

function toggle(entry, open) {
  if (open && !entry.holder.hasChildNodes()) entry.holder.append(details(entry.result));
  entry.more.hidden = !open;
  entry.row.classList.toggle("opened", open);
  entry.button.setAttribute("aria-expanded", String(open));
  if (open) opened.add(entry);
  else opened.delete(entry);
}

function makeTable() {
  const heads = COLUMNS.map((column, index) => el("th", { class: column.class, scope: "col" },
    el("button", { type: "button", onclick: () => sortBy(index), title: `sort by ${column.name ?? column.title}` },
      column.title || el("span", { class: "hidden" }, column.name), el("span", { class: "sort", "aria-hidden": "true" }))));
  const body = el("tbody", {});
  const node = el("table", { class: "results" }, el("thead", {}, el("tr", {}, heads)), body);
  return { node, body, heads };
}

function sortBy(column) {
  const again = state.column === column;
  if (again && state.descending) state.column = -1; // the third press: as played
  else state.column = column;
  state.descending = again && !state.descending;
  show();
}

function matches(entry) {
  const r = entry.result;
  return (state.verdicts.size === 0 || state.verdicts.has(r.verdict))
    && (state.tag === "" || r.tags.includes(state.tag))
    && (state.pairing === "" || pairing(r) === state.pairing)
    && state.text.split(/\s+/).every((word) => entry.haystack.includes(word));
}

function inOrder(entries) {
  if (state.column < 0) return entries;
  const key = COLUMNS[state.column].key;
  const sign = state.descending ? -1 : 1;
  return [...entries].sort((a, b) => {
    const [x, y] = [key(a.result), key(b.result)];
    return sign * (typeof x === "string" ? x.localeCompare(y) : x - y) || a.index - b.index;
  });
}

function show() {
  const visible = inOrder(rows.filter(matches));
  table.body.replaceChildren(...visible.flatMap((entry) => [entry.row, entry.more]));
  if (visible.length === 0) {
    table.body.append(el("tr", {}, el("td", { class: "empty", colspan: COLUMNS.length }, run.results.length === 0 ? "No scenario was played." : "Nothing matches the filter.")));
  }
  table.heads.forEach((head, index) => {
    if (index === state.column) head.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
  document.getElementById("shown").textContent = visible.length === rows.length ? `${rows.length} results` : `${visible.length} of ${rows.length}`;
}

// --- the page -----------------------------------------------------------------------------------------------------

function fillHeader() {
  const verdict = EXIT_WORDS[run.summary.exit_status] ?? "error";
  const badge = document.getElementById("verdict");
  badge.className = `badge ${verdict}`;
  badge.textContent = verdict;
  document.title = `Parley run: ${run.summary.passed} passed, ${run.summary.failed + run.summary.errors} not`;
  const started = el("time", { datetime: run.started }, run.started.replace("T", " ").replace(/\.\d+Z$/, " UTC"));
  append(document.getElementById("facts"), [
    fact("command", el("code", {}, run.command)), fact("machine", run.machine), fact("started", started),
    fact("took", duration(run.duration_ns)), fact("seed", run.seed)]);
  document.getElementById("made").textContent = `Parley ${run.parley_version}. Times come from a monotonic clock.`;
}

function fillOverview() {
  const sum = (name, value, verdict) => el("div", { class: `sum ${verdict}` }, el("strong", {}, value), el("span", {}, name));
  const total = run.results.reduce((all, r) => all + messages(r), 0);
  append(document.getElementById("sums"), [
    sum("passed", run.summary.passed, run.summary.passed ? "passed" : ""), sum("failed", run.summary.failed, run.summary.failed ? "failed" : ""),
    run.summary.errors ? sum("errors", run.summary.errors, "error") : null,
    sum("skipped", run.summary.skipped, run.summary.skipped ? "skipped" : ""), sum("messages", quantity(total), ""),
    sum("fastest, msg/s", quantity(Math.max(0, ...run.results.map((r) => r.traffic.messages_per_second))), "")]);
  const strip = document.getElementById("strip");
  strip.setAttribute("aria-label", `${run.results.length} results in the order in which they were played`);
  strip.classList.toggle("dense", rows.length > 60);
  append(strip, rows.map((entry) => el("a", { href: `#r${entry.index}`, class: entry.result.verdict, tabindex: "-1", title: `${entry.result.name} (${pairing(entry.result)}): ${entry.result.verdict}` })));
}

function fillFilters() {
  const present = VERDICTS.filter((verdict) => run.results.some((r) => r.verdict === verdict));
  const choose = (verdict) => (event) => {
    const on = event.currentTarget.getAttribute("aria-pressed") !== "true";
    event.currentTarget.setAttribute("aria-pressed", String(on));
    if (on) state.verdicts.add(verdict);
    else state.verdicts.delete(verdict);
    show();
  };
  const count = (verdict) => run.results.filter((r) => r.verdict === verdict).length;
  append(document.getElementById("verdicts"), present.map((verdict) => el("button",
    { type: "button", class: "chip", "aria-pressed": "false", onclick: choose(verdict) }, pill(verdict, verdict), el("small", {}, count(verdict)))));
  fillSelect("tag", [...new Set(run.results.flatMap((r) => r.tags))].sort());
  fillSelect("pairing", [...new Set(run.results.map(pairing))]);
  const text = document.getElementById("text");
  text.addEventListener("input", () => { state.text = text.value.trim().toLowerCase(); show(); });
  document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
}

function fillSelect(name, values) {
  const select = document.getElementById(name);
  append(select, [el("option", { value: "" }, "all"), values.map((value) => el("option", { value }, value))]);
  select.addEventListener("change", () => { state[name] = select.value; show(); });
  select.closest("label").hidden = values.length < 2;
}

function followHash() {
  const entry = rows.find((candidate) => `#r${candidate.index}` === location.hash);
  if (!entry) return;
  if (!matches(entry)) return;
  toggle(entry, true);
  entry.row.scrollIntoView({ block: "start" });
}

fillHeader();
fillOverview();
fillFilters();
document.getElementById("results").append(table.node);
show();
const broken = rows.filter((entry) => entry.result.verdict === "failed" || entry.result.verdict === "error");
broken.slice(0, 3).forEach((entry) => toggle(entry, true));
window.addEventListener("hashchange", followHash);
followHash();
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea") !== null;
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.getElementById("text").focus();
});
