// A line chart in SVG, for servers that were built without a chart library.
import { svg } from "./dom.js";
import { clock } from "./format.js";

const WIDTH = 600;
const HEIGHT = 240;
const LEFT = 44;
const BOTTOM = 22;
const TOP = 8;

/** About `wanted` round numbers between low and high. */
export function ticks(low, high, wanted) {
  const span = high - low;
  if (!(span > 0)) return [low];
  const raw = span / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= raw);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

function range(values) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = (high - low) * 0.08 || Math.abs(high) * 0.08 || 1;
  return [low - margin, high + margin];
}

export class SvgChart {
  constructor(host) {
    this.picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "svg-chart" });
    host.replaceChildren(this.picture);
  }

  draw(points, { times }) {
    const [left, right] = [points[0].x, points.at(-1).x];
    const [low, high] = range(points.map(({ y }) => y));
    const across = (x) => LEFT + ((x - left) / (right - left || 1)) * (WIDTH - LEFT - 8);
    const up = (y) => TOP + (1 - (y - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
    const line = points.map(({ x, y }) => `${across(x).toFixed(1)},${up(y).toFixed(1)}`).join(" ");
    const rules = ticks(low, high, 5).flatMap((value) => [
      svg("line", { class: "rule", x1: LEFT, x2: WIDTH - 8, y1: up(value), y2: up(value) }),
      svg("text", { x: LEFT - 6, y: up(value) + 4, "text-anchor": "end" }, String(value)),
    ]);
    const marks = ticks(left, right, 4).map((value) =>
      svg("text", { x: across(value), y: HEIGHT - 4, "text-anchor": "middle" }, times ? clock(new Date(value)).slice(0, 8) : String(value)));
    const dots = points.length > 60 ? [] : points.map(({ x, y }) => svg("circle", { cx: across(x), cy: up(y), r: 2.5 }));
    this.picture.replaceChildren(...rules, ...marks, svg("polyline", { points: line }), ...dots);
  }
}
