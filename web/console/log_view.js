// The event log: what went over a connection, newest last, of bounded length and drawn at most once a frame.
import { el, icon, ICONS, oncePerFrame, REDRAW } from "./dom.js";
import { byteSize, clock, hex, hexDump, utf8, visible } from "./format.js";

const MAX_ROWS = 300;
const PREVIEW = 240; // characters
const MAX_DETAIL = 64 * 1024; // bytes

const ARROWS = { sent: "↑", received: "↓", event: "•", error: "!" };
const SPOKEN = { sent: "sent", received: "received", event: "event", error: "error" };

/** What of a message the log keeps. A part of a string or of a buffer would keep the whole alive: this copies it. */
function kept(data, size) {
  if (size <= MAX_DETAIL) return data;
  if (typeof data !== "string") return data.slice(0, MAX_DETAIL);
  return new TextDecoder().decode(utf8(data).subarray(0, MAX_DETAIL), { stream: true }); // no half character at the end
}

function previewOf({ data }) {
  if (typeof data === "string") return visible(data.slice(0, PREVIEW)) + (data.length > PREVIEW ? " …" : "");
  return hex(data.subarray(0, PREVIEW / 6)) + (data.length > PREVIEW / 6 ? " …" : "");
}

function prettyJson(text) {
  if (!/^\s*[{[]/.test(text)) return null;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

function detailOf({ data, type, size }) {
  const cut = size > MAX_DETAIL ? el("p", { class: "note" }, `The first ${byteSize(MAX_DETAIL)} of ${byteSize(size)}.`) : null;
  const whole = typeof data === "string" ? visible(prettyJson(data) ?? data) : hexDump(data);
  return el("div", { class: "detail" }, el("pre", { class: type === "binary" ? "dump" : "" }, whole), cut);
}

/** entry: {direction: "sent" | "received" | "event" | "error", type, data: string or bytes, size, time} */
function rowOf(entry) {
  const { direction, type, size, time } = entry;
  const isMessage = direction === "sent" || direction === "received";
  return el("li", { class: `row ${direction}` },
    el("div", { class: "line", role: "button", tabindex: "-1", "aria-expanded": "false" },
      el("span", { class: "arrow", "aria-hidden": "true" }, ARROWS[direction]),
      el("span", { class: "hidden" }, `${SPOKEN[direction]} `),
      el("span", { class: "text" }, direction === "sent" ? el("span", { class: "who" }, "me: ") : null, previewOf(entry)),
      el("span", { class: "meta" }, isMessage ? `${type} · ${byteSize(size)}` : type),
      el("time", { datetime: time.toISOString() }, clock(time))));
}

export class LogView {
  constructor() {
    this.entries = new WeakMap(); // of a row
    this.waiting = [];
    this.dropped = 0;
    this.following = true;
    this.filter = "";
    this.draw = oncePerFrame(() => this.flush(), REDRAW);
    this.list = el("ol", { onclick: (event) => this.onClick(event), onkeydown: (event) => this.onKey(event) });
    this.note = el("p", { class: "note older", hidden: true });
    this.empty = el("p", { class: "empty" }, "Nothing yet. Connect, and what goes over the wire shows here.");
    this.scroller = el("div", { class: "log", role: "log", "aria-live": "off", "aria-label": "Messages and events", tabindex: "0",
      onscroll: () => this.onScroll() }, this.empty, this.note, this.list);
    this.latest = el("button", { type: "button", class: "latest", hidden: true, onclick: () => this.follow() }, icon(ICONS.down), "Latest");
    new ResizeObserver(() => this.stayAtEnd()).observe(this.scroller); // a window made smaller, a keyboard on a phone
    this.node = el("div", { class: "log-frame" }, this.scroller, this.latest);
  }

  add(entry) {
    this.waiting.push({ ...entry, data: kept(entry.data, entry.size) });
    if (this.waiting.length > MAX_ROWS) { // a hidden page draws no frames
      this.waiting.shift();
      this.dropped += 1;
    }
    this.draw();
  }

  clear() {
    this.waiting = [];
    this.dropped = 0;
    this.list.replaceChildren();
    this.follow();
    this.flush();
  }

  /** Shows only rows that hold this text. */
  setFilter(text) {
    this.filter = text.toLowerCase();
    for (const row of this.list.children) row.hidden = !this.matches(row);
    if (this.following) this.follow();
  }

  matches(row) {
    return this.filter === "" || row.textContent.toLowerCase().includes(this.filter);
  }

  flush() {
    const rows = this.waiting.splice(0).map((entry) => {
      const row = rowOf(entry);
      this.entries.set(row, entry);
      row.hidden = !this.matches(row);
      return row;
    });
    this.makeRoom(rows.length);
    this.list.append(...rows);
    if (!this.list.querySelector('.line[tabindex="0"]')) this.list.querySelector(".line")?.setAttribute("tabindex", "0");
    this.empty.hidden = this.list.childElementCount > 0;
    this.note.hidden = this.dropped === 0;
    this.note.textContent = `${this.dropped} older not kept`;
    this.stayAtEnd();
  }

  makeRoom(forRows) {
    const surplus = Math.max(0, this.list.childElementCount + forRows - MAX_ROWS);
    this.dropped += surplus;
    if (surplus === this.list.childElementCount) this.list.replaceChildren(); // all at once is much the cheapest
    else for (let n = 0; n < surplus; ++n) this.list.firstElementChild.remove();
  }

  follow() {
    this.following = true;
    this.latest.hidden = true;
    this.stayAtEnd();
  }

  stayAtEnd() {
    this.height = this.scroller.clientHeight;
    if (this.following) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    if (clientHeight !== this.height) return; // the window moved it, not the reader: stayAtEnd() comes next
    this.following = scrollHeight - scrollTop - clientHeight < 8;
    this.latest.hidden = this.following;
  }

  onClick(event) {
    const line = event.target.closest(".line");
    const marked = getSelection();
    if (!line || (!marked.isCollapsed && line.contains(marked.anchorNode))) return; // the user marks text to copy it
    this.toggle(line);
  }

  toggle(line) {
    const row = line.parentElement;
    const detail = row.querySelector(".detail");
    if (detail) detail.remove();
    else row.append(detailOf(this.entries.get(row)));
    line.setAttribute("aria-expanded", String(!detail));
    this.focusLine(line);
  }

  onKey(event) {
    const line = event.target.closest(".line");
    if (!line) return;
    const lines = [...this.list.querySelectorAll(".row:not([hidden]) > .line")];
    const at = lines.indexOf(line);
    const goal = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: lines.length - 1 }[event.key];
    if (event.key === "Enter" || event.key === " ") this.toggle(line);
    else if (goal === undefined) return;
    else if (lines[goal]) this.focusLine(lines[goal]);
    event.preventDefault();
  }

  /** One row at a time is a stop of the Tab key; the arrow keys go on from there. */
  focusLine(line) {
    for (const other of this.list.querySelectorAll('.line[tabindex="0"]')) other.setAttribute("tabindex", "-1");
    line.setAttribute("tabindex", "0");
    line.focus({ preventScroll: false });
  }
}
