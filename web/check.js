// Draws the matrix. It follows tools.js.

const block = (id) => JSON.parse(document.getElementById(id).textContent);
const { peers, rows } = block("data");

// From the worst to the best: what a case is opened with.
const VERDICTS = ["fail", "error", "warning", "disputed", "pass-lenient", "info", "skipped", "pass"];
const BAR = ["pass", "pass-lenient", "info", "skipped", "disputed", "warning", "error", "fail"];
const SIGNS = { pass: "✓", "pass-lenient": "≈", fail: "✗", error: "E", warning: "!", disputed: "?", info: "i", skipped: "–" };
const LEVELS = ["must", "should", "may", "disputed", "quality", "info"];
const FINDINGS = new Set(["fail", "error", "warning", "disputed", "pass-lenient"]);
const BAD = new Set(["fail", "error", "warning", "disputed"]);
const FEW = 60; // so many cases need no folding

// What a case took is told in microseconds at least.
const took = (ns) => (ns < 1e3 ? `${threeDigits(ns / 1e3)} µs` : duration(ns));
const sign = (verdict) => el("span", { class: `sign v-${verdict}`, "aria-hidden": "true" }, SIGNS[verdict]);
const words = (cell) => (cell.known ? `${cell.verdict}, known to the baseline` : cell.verdict);
const judged = (row) => row.cells.filter((cell) => cell !== null);

// --- a case, opened -----------------------------------------------------------------------------------------------

const detailsOfPeer = peers.map(() => null);

function detailOf(row, peer) {
  detailsOfPeer[peer] ??= block(`details-${peer}`); // large; read when first needed
  return detailsOfPeer[peer][row.id];
}

const ARROWS = { sent: "→", received: "←", note: "·" };
const spaced = (hex) => (hex ?? "").replace(/(..)(?=.)/g, "$1 ");

function wireLog(lines, name) {
  const body = lines.map(([at, kind, text, hex]) => el("tr", { class: kind },
    el("td", { class: "number" }, (at / 1e6).toFixed(3)),
    el("td", { class: "arrow" }, ARROWS[kind], el("span", { class: "hidden" }, kind)),
    el("td", { class: "text" }, text),
    el("td", { class: "bytes" }, spaced(hex))));
  return el("section", { class: "wire" },
    el("h4", {}, "On the wire", el("small", {}, ` ms since TCP stood · → sent to ${name}, ← received from it · bytes in hex`)),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Wire log" }, el("table", {}, el("tbody", {}, body))));
}

const codeWords = (code) => (code === null ? "no Close came" : code === 1005 ? "a Close without a code" : String(code));

function ofPeer(row, peer) {
  const detail = detailOf(row, peer);
  if (detail.wire === undefined) {
    const other = detail.replay !== "" && detail.replay !== row.id && rows.some((r) => r.id === detail.replay);
    return el("p", { class: "place" }, other
      ? ["Seen in ", el("a", { href: `#${detail.replay}` }, detail.replay), "."]
      : "There is no wire log: nothing was played for it alone.");
  }
  return [
    el("dl", { class: "facts" }, fact("seen", detail.seen), fact("closing", detail.closing),
      fact("the peer's close code", codeWords(detail.peer_close_code)), fact("took", took(detail.duration_ns))),
    wireLog(detail.wire, peers[peer].name)];
}

function details(entry) {
  const { row, peer } = entry;
  const choice = (cell, index) => cell && el("li", {}, el("button",
    { type: "button", "aria-pressed": String(index === peer), "data-choose": index },
    sign(cell.verdict), el("span", { class: "who" }, peers[index].name),
    el("span", { class: "what" }, words(cell), cell.why && `: ${cell.why}`)));
  return el("div", { class: "details" },
    el("p", { class: "rule" }, row.rule),
    el("p", { class: "place" }, [row.section, row.level, row.id, ...row.aliases].join(" · ")),
    el("ul", { class: "said" }, row.cells.map(choice)),
    ofPeer(row, peer));
}

const worst = (row) => {
  const place = (cell) => (cell === null ? VERDICTS.length : VERDICTS.indexOf(cell.verdict));
  return row.cells.reduce((best, cell, index) => (place(cell) < place(row.cells[best]) ? index : best), 0);
};

function open(entry, peer) {
  entry.peer = peer;
  if (entry.more === null) {
    entry.more = el("tr", { class: "more", id: `more-${entry.index}` }, el("td", { colspan: peers.length + 1 }));
    entry.more.addEventListener("click", (event) => {
      const button = event.target.closest("[data-choose]");
      if (!button) return;
      open(entry, Number(button.dataset.choose));
      entry.more.querySelector("[data-choose][aria-pressed='true']").focus();
    });
  }
  entry.more.firstChild.replaceChildren(details(entry));
  if (!entry.more.isConnected) entry.node.after(entry.more);
  mark(entry);
  history.replaceState(null, "", `#${encodeURIComponent(entry.row.id)}`);
}

function close(entry) {
  entry.peer = -1;
  entry.more?.remove();
  mark(entry);
}

function mark(entry) {
  entry.node.classList.toggle("opened", entry.peer >= 0);
  entry.button.setAttribute("aria-expanded", String(entry.peer >= 0));
  entry.cells.forEach((cell, index) => cell?.setAttribute("aria-pressed", String(index === entry.peer)));
}

// --- the matrix ---------------------------------------------------------------------------------------------------

const entries = rows.map(makeEntry);
const groups = makeGroups();
const table = makeTable();

function makeCell(cell, index, peer) {
  if (cell === null) return null;
  const label = `${peers[peer].name}: ${words(cell)}`;
  return el("button", { type: "button", class: `cell v-${cell.verdict}${cell.known ? " known" : ""}`, tabindex: "-1",
    title: cell.why === "" ? label : `${label}: ${cell.why.slice(0, 300)}`, "aria-label": label, "aria-pressed": "false",
    "data-row": index, "data-peer": peer }, SIGNS[cell.verdict]);
}

function makeEntry(row, index) {
  const button = el("button", { type: "button", class: "open", "aria-expanded": "false", tabindex: "-1", "data-row": index },
    row.id, el("span", { class: "level" }, row.level));
  const cells = row.cells.map((cell, peer) => makeCell(cell, index, peer));
  const node = el("tr", { class: `case ${row.level}`, hidden: "" },
    el("th", { scope: "row" }, button, el("span", { class: "title" }, row.title)),
    cells.map((cell) => (cell === null ? el("td", { class: "none", title: "not in this run" }, "·") : el("td", {}, cell))));
  const whys = judged(row).map((cell) => cell.why);
  const haystack = [row.id, row.aliases, row.group, row.section, row.title, row.rule, whys].flat().join("\n").toLowerCase();
  const verdicts = new Set(judged(row).map((cell) => cell.verdict));
  return { row, index, node, button, cells, haystack, verdicts, more: null, peer: -1,
    finding: [...verdicts].some((verdict) => FINDINGS.has(verdict)) };
}

function makeGroups() {
  const names = [...new Set(rows.map((row) => row.group))];
  return names.map((name) => {
    const members = entries.filter((entry) => entry.row.group === name);
    const button = el("button", { type: "button", "aria-expanded": "false" }, name, el("small", {}, members.length));
    const sums = peers.map((_, peer) => {
      const cells = members.map((entry) => entry.row.cells[peer]).filter((cell) => cell && cell.verdict !== "skipped");
      const bad = cells.filter((cell) => BAD.has(cell.verdict)).length;
      const text = cells.length === 0 ? "–" : `${cells.length - bad}/${cells.length}`;
      return el("td", { class: bad > 0 ? "bad" : "", title: `${peers[peer].name}: in order, of those that were judged` }, text);
    });
    const body = el("tbody", {}, el("tr", { class: "group" }, el("th", { scope: "rowgroup" }, button), sums),
      members.map((entry) => entry.node));
    const group = { name, members, button, body, open: rows.length <= FEW };
    button.addEventListener("click", () => { group.open = !group.open; show(); });
    return group;
  });
}

function makeTable() {
  const heads = peers.map((peer) => el("th", { scope: "col", class: "of-peer", title: `${peer.name} · ${peer.peer}` }, peer.name));
  const node = el("table", { class: "matrix" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "case"), heads)), groups.map((group) => group.body));
  node.style.setProperty("--cell", `${Math.max(2.4, Math.min(7, 36 / peers.length))}rem`);
  node.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row]");
    if (!button) return;
    const entry = entries[Number(button.dataset.row)];
    remember(button);
    const peer = Number(button.dataset.peer ?? worst(entry.row));
    const same = entry.peer === peer || (entry.peer >= 0 && button.dataset.peer === undefined);
    if (same) close(entry);
    else open(entry, peer);
  });
  node.addEventListener("keydown", move);
  return node;
}

// --- keys: one stop for Tab, arrows from there ----------------------------------------------------------------------

let stop = null;

function remember(button) {
  stop?.setAttribute("tabindex", "-1");
  stop = button;
  stop?.setAttribute("tabindex", "0");
}

const inSight = () => groups.flatMap((group) => group.members.filter((entry) => !entry.node.hidden));

/** The button of an entry in this column, or the next one to the left that is there; column 0 is the name. */
function buttonAt(entry, column) {
  for (; column > 0; --column) {
    if (entry.cells[column - 1]) return entry.cells[column - 1];
  }
  return entry.button;
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-15, 0], PageDown: [15, 0] };

function move(event) {
  const button = event.target.closest("[data-row]");
  const more = event.target.closest(".more");
  if (event.key === "Escape" && (button || more)) {
    const entry = button ? entries[Number(button.dataset.row)] : entries.find((candidate) => candidate.more === more);
    const back = buttonAt(entry, entry.peer + 1);
    close(entry);
    remember(back);
    back.focus();
  }
  const step = STEPS[event.key];
  if (!button || !step || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const seen = inSight();
  const entry = entries[Number(button.dataset.row)];
  const at = Math.max(0, Math.min(seen.length - 1, seen.indexOf(entry) + step[0]));
  let column = (button.dataset.peer === undefined ? 0 : Number(button.dataset.peer) + 1) + step[1];
  while (step[1] > 0 && column < peers.length && !entry.cells[column - 1]) ++column;
  const next = buttonAt(seen[at], Math.min(peers.length, Math.max(0, column)));
  remember(next);
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

// --- filters ------------------------------------------------------------------------------------------------------

const state = { text: "", view: "all", group: "", level: "", verdicts: new Set() };
const isFiltered = () => state.text !== "" || state.view !== "all" || state.group !== "" || state.level !== "" || state.verdicts.size > 0;

function matches(entry) {
  return (state.view === "all" || (state.view === "differences" ? entry.row.differs : entry.finding))
    && (state.group === "" || entry.row.group === state.group)
    && (state.level === "" || entry.row.level === state.level)
    && (state.verdicts.size === 0 || [...state.verdicts].some((verdict) => entry.verdicts.has(verdict)))
    && state.text.split(/\s+/).every((word) => entry.haystack.includes(word));
}

function show() {
  const filtered = isFiltered();
  let number = 0;
  for (const group of groups) {
    const chosen = new Set(group.members.filter(matches));
    const unfolded = group.open || filtered;
    number += chosen.size;
    group.body.hidden = chosen.size === 0;
    group.button.setAttribute("aria-expanded", String(unfolded));
    group.button.disabled = filtered;
    for (const entry of group.members) {
      entry.node.hidden = !unfolded || !chosen.has(entry);
      if (entry.node.hidden && entry.peer >= 0) close(entry);
    }
  }
  empty.hidden = number > 0;
  if (stop === null || stop.closest("tr").hidden) remember(inSight()[0]?.button ?? null);
  document.getElementById("shown").textContent = number === rows.length ? `${rows.length} cases` : `${number} of ${rows.length} cases`;
}

function fillViews() {
  const views = { all: "all", findings: "only findings" };
  if (peers.length > 1) views.differences = "only differences";
  append(document.getElementById("views"), Object.entries(views).map(([view, title]) => el("label", {},
    el("input", { type: "radio", name: "view", value: view, checked: view === state.view ? "" : null,
      onchange: () => { state.view = view; show(); } }), title)));
}

function fillVerdicts() {
  const choose = (verdict) => (event) => {
    const on = !state.verdicts.has(verdict);
    event.currentTarget.setAttribute("aria-pressed", String(on));
    if (on) state.verdicts.add(verdict);
    else state.verdicts.delete(verdict);
    show();
  };
  const count = (verdict) => entries.filter((entry) => entry.verdicts.has(verdict)).length;
  append(document.getElementById("verdicts"), VERDICTS.filter((verdict) => count(verdict) > 0).map((verdict) => el("button",
    { type: "button", class: "chip", "aria-pressed": "false", title: "cases in which any peer has this verdict", onclick: choose(verdict) },
    sign(verdict), verdict, el("small", {}, count(verdict)))));
}

function fillSelect(name, values) {
  const select = document.getElementById(name);
  append(select, [el("option", { value: "" }, "all"), values.map((value) => el("option", { value }, value))]);
  select.addEventListener("change", () => { state[name] = select.value; show(); });
  select.closest("label").hidden = values.length < 2;
}

function fillFilters() {
  fillViews();
  fillVerdicts();
  fillSelect("group", groups.map((group) => group.name));
  fillSelect("level", LEVELS.filter((level) => rows.some((row) => row.level === level)));
  const text = document.getElementById("text");
  text.addEventListener("input", () => { state.text = text.value.trim().toLowerCase(); show(); });
  document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
}

// --- the page -----------------------------------------------------------------------------------------------------

function card(peer) {
  const present = BAR.filter((verdict) => peer.summary[verdict] > 0);
  const bar = el("div", { class: "bar", "aria-hidden": "true" }, present.map((verdict) => {
    const part = el("span", { class: `v-${verdict}` });
    part.style.flexGrow = peer.summary[verdict];
    return part;
  }));
  const started = peer.started.replace("T", " ").replace(/\.\d+Z$/, " UTC");
  return el("article", { class: "peer" },
    el("h2", {}, peer.name), el("p", { class: "url" }, peer.peer === peer.name ? peer.role : `${peer.role} · ${peer.peer}`), bar,
    peer.interrupted === undefined ? "" : el("p", { class: "interrupted" }, `Interrupted: ${peer.interrupted} cases were not played.`),
    el("ul", { class: "counts" }, present.map((verdict) => el("li", {}, sign(verdict), ` ${peer.summary[verdict]} ${verdict}`))),
    el("details", {}, el("summary", {}, "the run"), el("dl", {}, fact("command", el("code", {}, peer.command)),
      fact("started", started), fact("took", took(peer.duration_ns)), fact("machine", peer.machine),
      fact("Parley", peer.parley_version))));
}

function fillHeader() {
  const names = peers.map((peer) => peer.name);
  document.title = `Parley check: ${names.join(", ")}`;
  const roles = [...new Set(peers.map((peer) => peer.role))].join(" and ");
  document.getElementById("subject").textContent = `${rows.length} cases, ${peers.length} ${roles}${peers.length === 1 ? "" : "s"}`;
  append(document.getElementById("peers"), peers.map(card));
  document.getElementById("made").textContent = `Parley ${[...new Set(peers.map((peer) => peer.parley_version))].join(", ")}. Times come from a monotonic clock.`;
}

function followHash() {
  const id = decodeURIComponent(location.hash.slice(1));
  const entry = entries.find((candidate) => candidate.row.id === id);
  if (!entry) return;
  groups.find((group) => group.name === entry.row.group).open = true;
  show();
  if (entry.node.hidden) return;
  open(entry, worst(entry.row));
  remember(entry.button);
  entry.node.scrollIntoView({ block: "start" });
}

const empty = el("p", { class: "empty", hidden: "" }, "Nothing matches the filter.");
fillHeader();
fillFilters();
document.getElementById("matrix").append(table, empty);
show();
window.addEventListener("hashchange", followHash);
followHash();
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea") !== null;
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.getElementById("text").focus();
});
document.documentElement.dataset.ready = "";
