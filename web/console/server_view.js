// The server as its /metrics tell: connections and rates, in all and by path, asked once a second while it is looked at.
import { el, svg } from "./dom.js";
import { byteSize, duration, quantity } from "./format.js";
import { parseMetrics, rate, total } from "./metrics.js";

const PERIOD = 1000; // ms
const HISTORY = 60; // seconds in a small picture

const CARDS = [
  { title: "Connections", name: "parley_connections", text: quantity },
  { title: "Messages in", name: "parley_messages_received_total", perSecond: true, text: (value) => `${quantity(value)}/s` },
  { title: "Messages out", name: "parley_messages_sent_total", perSecond: true, text: (value) => `${quantity(value)}/s` },
  { title: "Payload in", name: "parley_payload_bytes_received_total", perSecond: true, text: (value) => `${byteSize(value)}/s` },
  { title: "Payload out", name: "parley_payload_bytes_sent_total", perSecond: true, text: (value) => `${byteSize(value)}/s` },
];

const COLUMNS = [
  { title: "Open", name: "parley_connections", text: quantity },
  { title: "Opened", name: "parley_connections_total", text: quantity },
  { title: "In", name: "parley_messages_received_total", perSecond: true, text: (value) => `${quantity(value)}/s` },
  { title: "Out", name: "parley_messages_sent_total", perSecond: true, text: (value) => `${quantity(value)}/s` },
];

/** The last minute of a value as a small line. */
class Spark {
  constructor() {
    this.values = [];
    this.line = svg("polyline", {});
    this.node = svg("svg", { class: "spark", viewBox: "0 0 100 24", preserveAspectRatio: "none", "aria-hidden": "true" }, this.line);
  }

  add(value) {
    this.values.push(value ?? 0);
    if (this.values.length > HISTORY) this.values.shift();
    const top = Math.max(...this.values, 1);
    const across = (at) => 100 - (this.values.length - 1 - at) * (100 / (HISTORY - 1));
    this.line.setAttribute("points", this.values.map((number, at) => `${across(at).toFixed(1)},${(23 - (number / top) * 21).toFixed(1)}`).join(" "));
  }
}

export class ServerView {
  constructor() {
    this.before = null; // {time, samples}
    this.timer = null;
    this.cards = CARDS.map((card) => ({ ...card, spark: new Spark(), output: el("strong", {}, "–") }));
    this.fault = el("p", { class: "fault", role: "status", hidden: true });
    this.uptime = el("span", { class: "note" });
    this.paths = el("tbody", {});
    const heads = COLUMNS.map(({ title }) => el("th", { scope: "col", class: "number" }, title));
    const head = el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Path"), el("th", { scope: "col" }, "Behaviour"), heads));
    this.table = el("details", { class: "paths" }, el("summary", {}, "By path"),
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "By path" }, el("table", {}, head, this.paths)));
    this.node = el("section", { class: "server", "aria-label": "Server", hidden: true },
      el("div", { class: "bar" }, el("h2", {}, "Server"), this.uptime), this.fault,
      el("div", { class: "cards" }, this.cards.map((card) => this.cardOf(card))), this.table);
    document.addEventListener("visibilitychange", () => this.schedule());
  }

  cardOf({ title, output, spark }) {
    return el("div", { class: "card" }, el("span", {}, title), output, spark.node);
  }

  setShown(shown) {
    this.node.hidden = !shown;
    this.schedule();
  }

  schedule() {
    const wanted = !this.node.hidden && document.visibilityState === "visible";
    if (wanted && this.timer === null) {
      this.timer = setInterval(() => this.ask(), PERIOD);
      this.ask();
    } else if (!wanted && this.timer !== null) {
      clearInterval(this.timer);
      this.timer = null;
      this.before = null; // a rate over a gap would be a mean of who knows what
    }
  }

  async ask() {
    if (this.asking) return;
    this.asking = true;
    try {
      const response = await fetch("/metrics", { signal: AbortSignal.timeout(5000) });
      if (!response.ok) throw new Error(`/metrics answered ${response.status}`);
      this.draw({ time: performance.now(), samples: parseMetrics(await response.text()) });
      this.show("");
    } catch (error) {
      this.before = null;
      this.show(error.name === "TypeError" ? "The server does not answer." : error.message);
    } finally {
      this.asking = false;
    }
  }

  show(fault) {
    this.fault.textContent = fault;
    this.fault.hidden = fault === "";
  }

  draw(after) {
    for (const card of this.cards) {
      const value = this.valueOf(card, after);
      card.output.textContent = value === undefined ? "–" : card.text(value);
      card.spark.add(value);
    }
    const uptime = total(after.samples, "parley_uptime_seconds");
    this.uptime.textContent = uptime === undefined ? "" : `up ${duration(Math.floor(uptime) * 1000)}`;
    this.drawPaths(after);
    this.before = after;
  }

  valueOf({ name, perSecond }, after, path) {
    const now = total(after.samples, name, path);
    if (!perSecond || !this.before) return perSecond ? undefined : now;
    return rate(total(this.before.samples, name, path), now, (after.time - this.before.time) / 1000);
  }

  drawPaths(after) {
    const paths = after.samples.filter(({ name }) => name === "parley_connections");
    this.table.hidden = paths.length === 0;
    this.paths.replaceChildren(...paths.map(({ labels: { path, behaviour } }) => {
      const values = COLUMNS.map((column) => {
        const value = this.valueOf(column, after, path);
        return el("td", { class: "number" }, value === undefined ? "–" : column.text(value));
      });
      return el("tr", {}, el("th", { scope: "row" }, el("code", {}, path)), el("td", {}, behaviour ?? ""), values);
    }));
  }
}
