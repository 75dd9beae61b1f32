// Panel: one connection with its form, its log and its Variable.
import { closeCodeName } from "./close_code.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { ConnectionForm } from "./connection_form.js";
import { choice, el, icon, ICONS, oncePerFrame, REDRAW } from "./dom.js";
import { byteSize, duration, quantity, utf8 } from "./format.js";
import { LogView } from "./log_view.js";
import { VariableView } from "./variable_view.js";

const STATES = { closed: "Closed", connecting: "Connecting", open: "Open", closing: "Closing", waiting: "Waiting" };
const BYTES = { sent: 0, received: 0 };

export class Panel {
  /** parent: {origin, routes, remove(panel), duplicate(panel)} */
  constructor(number, parent) {
    this.number = number;
    this.parent = parent;
    this.counts = { sent: 0, received: 0 };
    this.bytes = { ...BYTES };
    this.showTotals = oncePerFrame(() => this.drawTotals(), REDRAW);
    this.log = new LogView();
    this.variable = new VariableView();
    this.composer = new Composer((message) => this.send(message));
    this.connection = new Connection((name, details) => this.on(name, details));
    this.form = new ConnectionForm(parent.origin, parent.routes, {
      connect: (url, protocols) => this.connection.open(url, protocols),
      disconnect: (code, reason) => this.connection.close(code, reason),
      reconnect: (wanted) => { this.connection.reconnect = wanted; },
      choose: (route) => this.suggest(route),
    });
    this.node = this.make();
    this.setState("closed");
  }

  make() {
    const name = `Connection ${this.number}`;
    this.state = el("span", { class: "state", role: "status" });
    this.totals = el("output", { class: "totals" });
    const button = (label, path, onclick) => el("button", { type: "button", class: "icon-button", "aria-label": `${label} ${name.toLowerCase()}`, title: label, onclick }, icon(path));
    const head = el("header", {}, el("h2", { tabindex: "-1" }, name), this.state, this.totals,
      el("span", { class: "gap" }),
      button("Duplicate", ICONS.copy, () => this.parent.duplicate(this)),
      button("Remove", ICONS.cross, () => this.parent.remove(this)));
    return el("section", { class: `panel hue${(this.number - 1) % 6}`, "aria-label": name }, head, this.form.node, this.makeBody());
  }

  makeBody() {
    const filter = el("input", { type: "search", "aria-label": "Filter messages", placeholder: "Filter", oninput: () => this.log.setFilter(filter.value) });
    const messages = el("section", { class: "side messages", "aria-label": "Messages" },
      el("div", { class: "bar" }, el("h3", {}, "Messages"), filter,
        el("button", { type: "button", class: "quiet", onclick: () => this.clear() }, "Clear")),
      this.log.node, this.composer.node);
    const data = el("section", { class: "side data", "aria-label": "Variable" }, el("h3", {}, "Variable"), this.variable.node);
    const body = el("div", { class: "body" });
    body.dataset.shown = "messages";
    const tabs = choice("Show", [["messages", "Messages"], ["data", "Variable"]], "messages", (side) => { body.dataset.shown = side; });
    tabs.node.classList.add("sides");
    body.append(tabs.node, messages, data);
    return body;
  }

  /** What suits a route, as long as there is no dataset that this would disturb. */
  suggest(route) {
    if (!this.variable.isEmpty()) return;
    this.variable.setStrategy(route.strategy);
    this.variable.setView(route.view);
  }

  on(name, details) {
    if (name === "state") this.setState(details.state);
    else if (name === "message") this.receive(details.data);
    else if (name === "connecting") this.note("event", "connecting", details.url);
    else if (name === "open") this.opened(details);
    else if (name === "error") this.note("error", "error", details.text);
    else if (name === "waiting") this.waiting(details);
    else if (name === "close") this.closed(details);
  }

  opened({ protocol, extensions, took }) {
    const agreed = [protocol && `subprotocol ${protocol}`, extensions].filter(Boolean);
    this.note("event", "open", [`Open after ${duration(took)}`, ...agreed].join(" · "));
    if (this.form.hello.input.checked) this.send("hello");
  }

  closed({ code, reason, wasClean }) {
    const text = `Closed with ${code}, ${closeCodeName(code)}${reason ? `: ${reason}` : ""}`;
    this.note(wasClean ? "event" : "error", "close", text);
  }

  waiting({ delay, attempt }) {
    this.note("event", "waiting", `Attempt ${attempt} in ${duration(delay)}`);
  }

  send(message) {
    if (!this.connection.send(message)) return false;
    this.count("sent", message);
    return true;
  }

  receive(message) {
    this.count("received", message);
    this.variable.receive(message);
  }

  count(direction, data) {
    const type = typeof data === "string" ? "text" : "binary";
    const size = type === "text" ? utf8(data).length : data.length;
    this.counts[direction] += 1;
    this.bytes[direction] += size;
    this.log.add({ direction, type, data, size, time: new Date() });
    this.showTotals();
  }

  note(direction, type, data) {
    this.log.add({ direction, type, data, size: 0, time: new Date() });
  }

  clear() {
    this.counts = { sent: 0, received: 0 };
    this.bytes = { ...BYTES };
    this.log.clear();
    this.showTotals();
  }

  drawTotals() {
    const part = (arrow, direction) => `${arrow} ${quantity(this.counts[direction])} · ${byteSize(this.bytes[direction])}`;
    const { sent, received } = this.counts;
    this.totals.textContent = sent + received === 0 ? "" : `${part("↑", "sent")}   ${part("↓", "received")}`;
  }

  setState(state) {
    this.state.textContent = STATES[state];
    this.node.dataset.state = state;
    this.form.setState(state);
    this.composer.setOpen(state === "open");
  }

  /** Ends with the page's knowledge: nobody looks at it any more. */
  dispose() {
    this.connection.close();
    this.connection.on = () => {};
    this.node.remove();
  }
}
