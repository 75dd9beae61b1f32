// A dataset as a line chart: one field over another, or over the place in the list.
import { el, field, setOptions } from "./dom.js";
import { fieldNames, fieldOf, guessFields, isTime, numberOf } from "./fields.js";
import { lineChart } from "./line_chart.js";

const PLACE = "\u0000place"; // no field of an item is called so
const label = (name) => (name === "" ? "item" : name);

export class ChartView {
  constructor(redraw) {
    this.redraw = redraw;
    this.x = el("select", { onchange: redraw });
    this.y = el("select", { onchange: redraw });
    this.touched = false;
    for (const select of [this.x, this.y]) select.addEventListener("change", () => { this.touched = true; });
    this.host = el("div", { class: "chart", role: "img" });
    this.empty = el("p", { class: "empty" }, "A line needs at least two items with a number in them.");
    this.node = el("div", { class: "view" },
      el("div", { class: "fields" }, field("Across", this.x), field("Up", this.y)), this.host, this.empty);
    this.chart = null; // made when it is first needed
  }

  draw(items) {
    this.offerFields(items);
    const points = this.points(items);
    this.empty.hidden = points.length > 1;
    this.host.hidden = points.length < 2;
    this.host.setAttribute("aria-label", this.describe(points));
    if (points.length < 2) return;
    if (this.chart) this.chart.draw(points, { label: label(this.y.value), times: isTime(points[0].x) });
    else this.load();
  }

  load() {
    this.loading ??= lineChart(this.host).then((chart) => {
      this.chart = chart;
      this.redraw();
    });
  }

  offerFields(items) {
    const names = fieldNames(items);
    const numeric = names.filter((name) => items.some((item) => numberOf(fieldOf(item, name)) !== undefined));
    const options = numeric.map((name) => [name, label(name)]);
    setOptions(this.x, [[PLACE, "place in the list"], ...options]);
    setOptions(this.y, options);
    if (this.touched) return;
    const guess = guessFields(items);
    this.x.value = guess.x ?? PLACE;
    if (guess.y !== undefined) this.y.value = guess.y;
  }

  points(items) {
    const points = [];
    items.forEach((item, place) => {
      const x = this.x.value === PLACE ? place : numberOf(fieldOf(item, this.x.value));
      const y = numberOf(fieldOf(item, this.y.value));
      if (x !== undefined && y !== undefined) points.push({ x, y });
    });
    return points.sort((one, other) => one.x - other.x); // prepend has the newest first
  }

  describe(points) {
    const values = points.map(({ y }) => y);
    if (points.length === 0) return "No points";
    const range = `from ${Math.min(...values)} to ${Math.max(...values)}, last ${values.at(-1)}`;
    return `Line chart of ${label(this.y.value)}: ${points.length} points ${range}`;
  }
}
