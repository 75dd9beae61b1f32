// The Variable of a connection: its settings to play with, and its dataset as a list, a table or a chart.
import { ChartView } from "./chart_view.js";
import { choice, el, field, oncePerFrame, REDRAW } from "./dom.js";
import { itemsOf } from "./fields.js";
import { visible } from "./format.js";
import { ListView } from "./list_view.js";
import { TableView } from "./table_view.js";
import { STRATEGIES, Variable } from "./variable.js";

const MAX_JSON = 20000; // characters
const MAX_ITEMS = 200; // drawn; the dataset holds all of them
const MAX_POINTS = 2000;
const VIEWS = [["list", "List"], ["table", "Table"], ["chart", "Chart"], ["json", "JSON"]];

const withBytesAsNumbers = (_, value) => (value instanceof Uint8Array ? [...value] : value);


class JsonView {
  constructor(variable) {
    this.variable = variable;
    this.text = el("pre", { tabindex: "0", "aria-label": "Dataset as JSON" });
    this.node = el("div", { class: "view" }, this.text);
  }

  draw(items) {
    const line = (value) => JSON.stringify(value, withBytesAsNumbers) ?? "undefined";
    const lines = items.map(line);
    const json = visible(Array.isArray(this.variable.dataSet) ? `[${lines.join(",\n ")}]` : lines[0]);
    this.text.textContent = json.length > MAX_JSON ? `${json.slice(0, MAX_JSON)} …` : json;
  }
}

export class VariableView {
  constructor() {
    this.variable = new Variable({ strategy: "append" });
    this.redraw = oncePerFrame(() => this.draw(), REDRAW);
    this.views = {
      list: new ListView(this.redraw),
      table: new TableView(this.redraw),
      chart: new ChartView(this.redraw),
      json: new JsonView(this.variable),
    };
    this.policy = choice("Policy", STRATEGIES.map((name) => [name, name]), "append", (name) => this.setStrategy(name));
    this.limit = el("input", { type: "number", min: "0", step: "1", value: "20", title: "0: no limit", oninput: () => this.readLimit() });
    this.show = choice("Show as", VIEWS, "list", (name) => this.setView(name));
    this.length = el("output", { class: "length" });
    this.empty = el("p", { class: "empty" }, "The dataset is empty. Each message that comes updates it by the policy.");
    this.more = el("p", { class: "note", hidden: true });
    this.frame = el("div", { class: "dataset" }, this.more, this.empty, Object.values(this.views).map((view) => view.node));
    this.node = el("div", { class: "variable" },
      el("div", { class: "bar" }, this.policy.node, field("Limit", this.limit, { class: "limit" }),
        el("button", { type: "button", class: "quiet", onclick: () => this.clear() }, "Empty")),
      el("div", { class: "bar" }, this.show.node, this.length), this.frame);
    this.setView("list");
  }

  receive(message) {
    this.variable.receive(message);
    this.redraw();
  }

  setStrategy(name) {
    this.variable.strategy = name;
    this.policy.set(name);
    this.redraw();
  }

  setView(name) {
    this.view = name;
    this.show.set(name);
    for (const [key, { node }] of Object.entries(this.views)) node.hidden = key !== name;
    this.redraw();
  }

  readLimit() {
    const limit = this.limit.valueAsNumber;
    const valid = Number.isSafeInteger(limit) && limit >= 0;
    this.limit.setAttribute("aria-invalid", String(!valid));
    if (valid) this.variable.limit = limit;
    this.redraw();
  }

  isEmpty() {
    const { dataSet } = this.variable;
    return Array.isArray(dataSet) && dataSet.length === 0;
  }

  clear() {
    this.variable.dataSet = [];
    this.redraw();
  }

  draw() {
    const { dataSet, strategy, limit } = this.variable;
    const items = itemsOf(dataSet);
    const room = this.view === "chart" ? MAX_POINTS : MAX_ITEMS;
    const left = Math.max(0, items.length - room);
    const first = strategy === "prepend" ? 0 : left; // where the newest are
    this.frame.classList.toggle("bare", this.isEmpty());
    this.more.hidden = left === 0;
    this.more.textContent = `${left} older not shown`;
    const size = Array.isArray(dataSet) ? `${items.length} item${items.length === 1 ? "" : "s"}` : "one value";
    this.length.textContent = strategy === "refresh" ? size : `${size}, ${limit === 0 ? "no limit" : `limit ${limit}`}`;
    this.keepEnd(strategy === "append", () => this.views[this.view].draw(items.slice(first, first + room), first));
  }

  /** A reader who is at the end of what grows there stays at the end. */
  keepEnd(growsAtEnd, draw) {
    const { scrollTop, scrollHeight, clientHeight } = this.frame;
    const atEnd = scrollHeight - scrollTop - clientHeight < 8;
    draw();
    if (growsAtEnd && atEnd) this.frame.scrollTop = this.frame.scrollHeight;
  }
}
