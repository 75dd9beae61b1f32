// A line chart: by Chart.js where the server was built with it, else by our own few lines of SVG.
import { el } from "./dom.js";
import { clock } from "./format.js";
import { SvgChart } from "./svg_chart.js";

/** Chart.js sets a global when it is loaded. Our CMake puts an empty file in its place when it is not installed. */
async function library() {
  try {
    await import("/console/chart-library.js");
  } catch {
    // As if it were not there.
  }
  return globalThis.Chart;
}

/** An object with draw(points, {label, times}): points are {x, y} with growing x; `times` when x is ms since 1970. */
export async function lineChart(host) {
  const Chart = await library();
  return Chart ? new LibraryChart(Chart, host) : new SvgChart(host);
}

const tick = (value) => clock(new Date(value)).slice(0, 8);

class LibraryChart {
  constructor(Chart, host) {
    this.inks = ["accent", "line", "soft"].map((name) => el("i", { class: `ink ${name}` }));
    const canvas = el("canvas", {});
    Chart.defaults.font.family = getComputedStyle(host).fontFamily;
    host.replaceChildren(canvas, ...this.inks);
    this.times = false;
    this.chart = new Chart(canvas, this.config());
    this.followTheme(canvas);
    this.paint();
  }

  config() {
    const title = ([point]) => (this.times ? clock(new Date(point.parsed.x)) : String(point.parsed.x));
    return {
      type: "line",
      data: { datasets: [{ data: [], borderWidth: 2, pointRadius: 0, pointHitRadius: 12, tension: 0.25, fill: "start" }] },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        responsive: true,
        maintainAspectRatio: false,
        interaction: { mode: "nearest", axis: "x", intersect: false },
        plugins: { legend: { display: false }, tooltip: { displayColors: false, callbacks: { title } } },
        scales: {
          x: { type: "linear", bounds: "data", grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 24, callback: (value) => (this.times ? tick(value) : value) } },
          y: { grace: "8%", ticks: { maxTicksLimit: 6 } },
        },
      },
    };
  }

  followTheme(canvas) {
    const gone = new AbortController();
    const repaint = () => (canvas.isConnected ? this.paint() : gone.abort());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint, { signal: gone.signal });
    addEventListener("themechange", repaint, { signal: gone.signal });
  }

  draw(points, { label, times }) {
    this.times = times;
    const [dataset] = this.chart.data.datasets;
    dataset.label = label;
    dataset.data = points;
    dataset.pointRadius = points.length <= 60 ? 2.5 : 0;
    this.chart.update("none");
  }

  /** A canvas knows no style sheet: the colours are read from elements that do. */
  paint() {
    const [accent, line, soft] = this.inks.map((ink) => getComputedStyle(ink).color);
    const { data, options } = this.chart;
    Object.assign(data.datasets[0], { borderColor: accent, pointBackgroundColor: accent, backgroundColor: accent.replace(/^rgb\((.*)\)$/, "rgba($1, 0.12)") });
    for (const scale of [options.scales.x, options.scales.y]) {
      scale.ticks.color = soft;
      scale.grid.color = line;
      scale.grid.borderColor = line;
    }
    this.chart.update("none");
  }
}
