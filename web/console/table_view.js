// A dataset as a table: a column per field; fields can be left out.
import { checkbox, el } from "./dom.js";
import { cellText, fieldNames, fieldOf } from "./fields.js";

const MAX_COLUMNS = 24;
const label = (name) => (name === "" ? "item" : name);

export class TableView {
  constructor(redraw) {
    this.redraw = redraw;
    this.hidden = new Set();
    this.known = "";
    this.columns = el("fieldset", { class: "columns" });
    this.table = el("table", { "aria-label": "Dataset as a table" });
    this.node = el("div", { class: "view" }, this.columns,
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table" }, this.table));
  }

  draw(items, first) {
    const names = fieldNames(items).slice(0, MAX_COLUMNS);
    this.offerColumns(names);
    const shown = names.filter((name) => !this.hidden.has(name));
    const isNumber = (name) => items.some((item) => typeof fieldOf(item, name) === "number");
    const heads = shown.map((name) => el("th", { scope: "col", class: isNumber(name) ? "number" : null }, label(name)));
    const head = el("thead", {}, el("tr", {}, el("th", { scope: "col", class: "place" }, "#"), heads));
    const rows = items.map((item, at) =>
      el("tr", {}, el("td", { class: "place" }, String(first + at)), shown.map((name) => this.cellOf(fieldOf(item, name)))));
    this.table.replaceChildren(head, el("tbody", {}, rows));
  }

  cellOf(value) {
    return el("td", { class: typeof value === "number" ? "number" : null }, cellText(value));
  }

  offerColumns(names) {
    const known = JSON.stringify(names);
    if (known === this.known) return;
    this.known = known;
    this.columns.hidden = names.length < 2;
    this.columns.replaceChildren(el("legend", {}, "Columns"), ...names.map((name) => {
      const { input, node } = checkbox(label(name), !this.hidden.has(name), () => {
        if (input.checked) this.hidden.delete(name);
        else this.hidden.add(name);
        this.redraw();
      });
      return node;
    }));
  }
}
