// Draws load runs. It follows tools.js.

const { runs, comparison } = JSON.parse(document.getElementById("data").textContent);
const HUES = 6;
const NARROW = matchMedia("(max-width: 46rem)").matches; // then letters must not shrink with the picture
const WIDTH = NARROW ? 360 : 600;
const HEIGHT = NARROW ? 220 : 260;
const LEFT = 62;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 26;

const inUnit = (unit) => (unit === "ns" ? duration : unit === "bytes" ? bytes : quantity);
const percent = (value) => `${Number(value.toPrecision(6))} %`;
const hue = (index) => `hue${index % HUES}`;
const swatch = (index, dashed) => el("span", { class: `swatch ${hue(index)}${dashed ? " dashed" : ""}`, "aria-hidden": "true" });

// --- charts -------------------------------------------------------------------------------------------------------

/** About `wanted` round numbers between low and high. */
function ticks(low, high, wanted) {
  const span = high - low;
  if (!(span > 0)) return [low];
  const raw = span / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step - first + 1e-9) + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/** From zero. */
function linear(values) {
  const high = Math.max(...values, 0) || 1;
  return { low: 0, high: high * 1.05, of: (value) => value, marks: (wanted) => ticks(0, high * 1.05, wanted) };
}

/** Powers of ten, and between them 2 and 5 where there are few. */
function logarithmic(values) {
  const positive = values.filter((value) => value > 0);
  const low = Math.log10(Math.min(...positive, 1e18)) - 0.05;
  const high = Math.log10(Math.max(...positive, 10)) + 0.05;
  const factors = high - low > 4 ? [1] : high - low > 1.5 ? [1, 3] : [1, 2, 3, 5, 7];
  const marks = [];
  for (let power = Math.floor(low); power <= high; ++power) marks.push(...factors.map((factor) => factor * 10 ** power));
  return { low, high, of: (value) => Math.log10(Math.max(value, 1e-9)), marks: () => marks.filter((mark) => Math.log10(mark) >= low && Math.log10(mark) <= high) };
}

/** Each further nine takes as much room: 0, 90, 99, 99.9 … */
function nines(most) {
  const depth = Math.max(2, Math.ceil(most));
  const of = (value) => (value >= 100 ? depth : Math.min(depth, -Math.log10(1 - value / 100)));
  const marks = [0, ...(NARROW ? [] : [50]), ...Array.from({ length: depth - 1 }, (_, at) => Number((100 - 10 ** (1 - at)).toPrecision(9)))];
  return { low: 0, high: depth, of, marks: () => marks };
}

/** lines: [{index, name, dashed, points: [[x, y]], dots: [{x, y, broke}]}] */
function chart({ title, lines, x, y, formatX, formatY, bounds = [], label, keys = true, control = null }) {
  const across = (value) => LEFT + ((x.of(value) - x.low) / (x.high - x.low || 1)) * (WIDTH - LEFT - RIGHT);
  const up = (value) => TOP + (1 - (y.of(value) - y.low) / (y.high - y.low || 1)) * (HEIGHT - TOP - BOTTOM);
  const place = (point) => `${across(point[0]).toFixed(1)},${up(point[1]).toFixed(1)}`;
  const cursor = svg("line", { class: "cursor", y1: TOP, y2: HEIGHT - BOTTOM });
  const reading = el("p", { class: "reading", "aria-live": "off" });
  const picture = svg("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label },
    y.marks(5).map((mark) => [
      svg("line", { class: "rule", x1: LEFT, x2: WIDTH - RIGHT, y1: up(mark), y2: up(mark) }),
      svg("text", { x: LEFT - 6, y: up(mark) + 4, "text-anchor": "end" }, formatY(mark))]),
    x.marks(NARROW ? 4 : 6).map((mark) => svg("text", { x: across(mark), y: HEIGHT - 8, "text-anchor": "middle" }, formatX(mark))),
    bounds.map((bound) => svg("line", { class: `bound ${hue(bound.index)}`, x1: across(bound.x), x2: across(bound.x), y1: TOP, y2: HEIGHT - BOTTOM })),
    lines.map((line) => [
      line.points.length > 1 && svg("polyline", { class: `line ${hue(line.index)}${line.dashed ? " dashed" : ""}`, points: line.points.map(place).join(" ") }),
      (line.dots ?? (line.points.length === 1 ? line.points.map((point) => ({ x: point[0], y: point[1] })) : [])).map((dot) =>
        svg("circle", { class: `dot ${hue(line.index)}${dot.broke ? " broke" : ""}`, cx: across(dot.x), cy: up(dot.y), r: 4 }))
    ]).flat(Infinity).filter(Boolean),
    cursor);
  const read = (event) => {
    const box = picture.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * WIDTH;
    const nearest = (line) => line.points.reduce((best, point) => (Math.abs(across(point[0]) - at) < Math.abs(across(best[0]) - at) ? point : best), line.points[0]);
    const found = lines.filter((line) => line.points.length > 0).map((line) => ({ line, point: nearest(line) }));
    if (found.length === 0) return;
    const place = across(found[0].point[0]);
    cursor.setAttribute("x1", place);
    cursor.setAttribute("x2", place);
    cursor.style.visibility = "visible";
    reading.textContent = visible(`${formatX(found[0].point[0])}: ${found.map(({ line, point }) => `${line.name} ${formatY(point[1])}`).join(" · ")}`);
  };
  picture.addEventListener("pointermove", read);
  picture.addEventListener("pointerdown", read);
  picture.addEventListener("pointerleave", () => { cursor.style.visibility = "hidden"; reading.textContent = ""; });
  return el("figure", {},
    el("figcaption", {}, el("h2", {}, title), control,
      keys && lines.length > 1 ? el("ul", { class: "keys" }, lines.map((line) => el("li", {}, swatch(line.index, line.dashed), line.name))) : null),
    picture, reading);
}

const several = runs.length > 1;
const nameOf = (run, what) => (several ? `${run.name}${what ? ` ${what}` : ""}` : what || run.name);

function percentileChart(measure) {
  const lines = runs.map((run, index) => ({ index, name: run.name, points: run.curves[measure]?.points ?? [] }))
    .filter((line) => line.points.length > 0);
  const values = lines.flatMap((line) => line.points.map((point) => point[1]));
  const most = Math.max(...lines.map((line) => Math.log10(Math.max(10, runs[line.index].result.times[measure].count))));
  return chart({ title: "Percentiles", lines, x: nines(most), y: logarithmic(values), formatX: percent, formatY: duration,
    label: `${measure} by percentile; ${lines.map((line) => `${line.name}: half within ${duration(runs[line.index].result.times[measure].p50_ns)}, 99 % within ${duration(runs[line.index].result.times[measure].p99_ns)}`).join("; ")}` });
}

/** The percentile curves of one measured time; a choice where there are several. */
function percentilePanel() {
  const measures = [...new Set(runs.flatMap((run) => Object.keys(run.curves)))];
  if (measures.length === 0) return null;
  const main = runs[0].result.main_time;
  const host = el("div", {});
  const show = (measure) => {
    const control = measures.length < 2 ? el("span", {}, measure) : el("label", {}, el("span", { class: "hidden" }, "time"), el("select", { onchange: (event) => show(event.target.value) },
      measures.map((each) => el("option", { value: each, selected: each === measure ? "" : null }, each))));
    const figure = percentileChart(measure);
    figure.querySelector("h2").after(control);
    host.replaceChildren(figure);
  };
  show(measures.includes(main) ? main : measures[0]);
  return host;
}

const middle = (row) => (row.at_ns + row.length_ns / 2) / 1e9;
const perSecond = (row, count) => (count * 1e9) / row.length_ns;
const seconds = (value) => `${Number(value.toPrecision(4))} s`;

function seriesChart(title, formatY, values, scale = linear) {
  const lines = runs.flatMap((run, index) => values.map(({ name, of, dashed }) => ({ index, dashed, name: nameOf(run, values.length > 1 || !several ? name : ""),
    points: run.series.map((row, at) => [middle(row), of(row, run.series[at - 1])]).filter((point) => Number.isFinite(point[1])) })));
  const all = lines.flatMap((line) => line.points);
  if (!all.some((point) => point[1] > 0)) return null;
  const x = linear(all.map((point) => point[0]));
  return chart({ title, lines, x, y: scale(all.map((point) => point[1])), formatX: seconds, formatY, label: `${title} over the time of the run` });
}

/** What was done at each load that a search tried, and at what latency. */
function searchCharts() {
  const searched = runs.map((run, index) => ({ run, index })).filter(({ run }) => run.search);
  if (searched.length === 0) return [];
  const bounds = searched.flatMap(({ run, index }) => [run.search.low, run.search.high].filter((bound) => bound !== null).map((bound) => ({ index, x: bound })));
  const of = (title, formatY, y, value) => {
    const lines = searched.map(({ run, index }) => {
      const dots = run.search.trials.map((trial) => ({ x: trial.load, y: value(trial), broke: trial.broken !== "" }));
      const loads = [...new Set(dots.map((dot) => dot.x))].sort((a, b) => a - b);
      const middleOf = (load) => { const at = dots.filter((dot) => dot.x === load).map((dot) => dot.y).sort((a, b) => a - b); return at[Math.floor(at.length / 2)]; };
      return { index, name: run.name, dots, points: loads.map((load) => [load, middleOf(load)]) };
    });
    const loads = lines.flatMap((line) => line.points.map((point) => point[0]));
    return chart({ title, lines, bounds, x: logarithmic(loads), y: y(lines.flatMap((line) => line.dots.map((dot) => dot.y))), formatX: quantity, formatY,
      label: `${title} at each load that was tried; ${searched.map(({ run }) => `${run.name}: capacity ${run.search.low === null ? "none" : quantity(run.search.low)}`).join("; ")}` });
  };
  return [of("Capacity: p99 at each load", duration, logarithmic, (trial) => trial.p99_ns),
    of("Capacity: done per second at each load", quantity, linear, (trial) => trial.per_second)];
}

function repetitionChart() {
  const names = ["messages_received", "connections_opened"];
  const lines = runs.map((run, index) => ({ index, name: run.name,
    points: run.repetitions.map((each, at) => [at + 1, each.values[names.find((name) => name in each.values)] ?? NaN]).filter((point) => Number.isFinite(point[1])) }))
    .filter((line) => line.points.length > 0).map((line) => ({ ...line, dots: line.points.map((point) => ({ x: point[0], y: point[1] })) }));
  if (lines.length === 0) return null;
  const x = { low: 0.5, high: Math.max(...lines.map((line) => line.points.length)) + 0.5, of: (value) => value, marks: () => lines[0].points.map((point) => point[0]) };
  return chart({ title: "Rate of each repetition", lines, x, y: linear(lines.flatMap((line) => line.points.map((point) => point[1]))), formatX: (value) => `run ${value}`, formatY: (value) => `${quantity(value)}/s`, label: "rate of each repetition" });
}

// --- the parts of the page ----------------------------------------------------------------------------------------

const badge = (run) => (run.result.interrupted ? ["skipped", "interrupted"] : run.exit_status === 0 ? ["passed", "passed"] : run.exit_status === 3 ? ["error", "unreachable"] : ["failed", "failed"]);

function headline(run) {
  const rates = run.result.per_second;
  const main = run.result.times[run.result.main_time];
  const number = (value, name) => el("div", {}, el("strong", {}, value), el("span", {}, name));
  return el("div", { class: "numbers" },
    run.search ? number(run.search.low === null ? "none" : quantity(run.search.low), `capacity (${run.search.raised}), ${run.search.ended && run.search.low === null ? run.search.ended : `${(100 * run.search.confidence).toFixed(1)} % certain`}`) : null,
    run.plan.workload === "idle" ? number(quantity(run.result.connections_at_the_end), "connections held until the end") : null,
    run.plan.workload === "idle" && run.result.peer?.bytes_per_connection ? number(bytes(run.result.peer.bytes_per_connection), "of the peer's memory for each") : null,
    rates.messages_received ? number(quantity(rates.messages_received), "messages received /s") : null,
    !rates.messages_received && rates.connections_opened ? number(quantity(rates.connections_opened), "connections opened /s") : null,
    main ? [number(duration(main.p50_ns), `${run.result.main_time} p50`), number(duration(main.p99_ns), `${run.result.main_time} p99`)] : null,
    run.result.peer?.processors ? number(`${(100 * run.result.peer.processors).toFixed(0)} %`, "of a processor, the peer") : null);
}

/// As on the terminal: five, of those to which most happened.
function worstReceivers(run) {
  const total = (each) => each.lost + each.doubled + each.reordered + each.corrupted;
  return [...(run.result.receivers ?? [])].sort((a, b) => total(b) - total(a)).slice(0, 5);
}

function card(run, index) {
  const [kind, word] = badge(run);
  return el("article", { class: `run ${hue(index)}` },
    el("h2", {}, run.name, " ", several ? el("span", { class: `badge ${kind}` }, word) : null),
    el("p", { class: "load" }, `${run.plan.workload}: ${run.described}, ${duration(run.result.length_ns)}${run.repetitions.length ? ` in ${run.repetitions.length} runs` : ""}`),
    headline(run),
    el("ul", { class: "limits" }, run.thresholds.map((each) => el("li", {}, el("span", { class: `mark ${each.passed ? "passed" : "failed"}` }, each.passed ? "✓" : "✗"), `${each.text}: ${each.actual}`))),
    el("ul", { class: "faults" }, run.result.errors.map((error) => el("li", {}, `${error.kind}: ${quantity(error.count)}`, el("small", {}, error.example)))),
    el("ul", { class: "faults" }, worstReceivers(run).map((each) => el("li", {}, `receiver ${each.connection}: ${each.lost} lost, ${each.doubled} doubled, ${each.reordered} out of order, ${each.corrupted} with other content`))),
    el("ul", { class: "notes" }, run.result.remarks.map((remark) => el("li", {}, remark))),
    el("details", {}, el("summary", {}, "machine, command, generator"), el("dl", {},
      fact("machine", run.machine), fact("command", el("code", {}, run.command)), fact("URL", run.url),
      fact("began", run.result.started.replace("T", " ").replace(/\.\d+Z$/, " UTC")),
      fact("generator", `${(100 * run.result.generator_busy).toFixed(0)} % of ${run.plan.threads} thread${run.plan.threads === 1 ? "" : "s"}`),
      run.result.peer ? fact("memory of the peer", `${bytes(run.result.peer.before.resident_bytes)} before, ${bytes(run.result.peer.end.resident_bytes)} at the end${run.result.peer.bytes_per_connection === null ? "" : `, ${bytes(run.result.peer.bytes_per_connection)} for each connection`}`) : null)));
}

const FINDINGS = { "?": "few" };

function compared(row, index) {
  const { value, interval, ratio, finding } = row.values[index] ?? {};
  if (value === undefined) return el("td", {}, "–");
  const write = inUnit(row.unit);
  const change = index > 0 && ratio ? `× ${ratio.value.toFixed(3)} (${ratio.interval[0].toFixed(3)} … ${ratio.interval[1].toFixed(3)})` : "";
  return el("td", {}, write(value), finding ? [" ", el("span", { class: `finding ${FINDINGS[finding] ?? finding}` }, finding)] : null,
    interval ? el("small", {}, `${write(interval[0])} … ${write(interval[1])}`) : null, change ? el("small", {}, change) : null);
}

function comparisonTable() {
  const rows = comparison.filter((row) => row.values.some((each) => each && each.value !== 0));
  const isInteresting = several || runs.some((run) => run.repetitions.length > 0);
  if (!isInteresting || rows.length === 0) return [];
  return [el("h2", {}, several ? "Side by side" : "Medians of the repetitions"),
    el("div", { class: "scroll", tabindex: "0" }, el("table", {},
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, ""), runs.map((run, index) => el("th", { scope: "col" }, swatch(index), run.name)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, el("th", { scope: "row" }, row.label), runs.map((_, index) => compared(row, index))))))),
    several ? el("p", { class: "legend" }, "better, worse, differs: beyond the noise of the repetitions (Mann-Whitney test, 99 %; below it the ratio to the first run with its interval). noise: not. once: beyond the noise within the runs, which were not repeated, so the next may say otherwise. ?: too few values to tell.") : null];
}

function timesTable(run, index) {
  const columns = [["p50_ns", "p50"], ["p90_ns", "p90"], ["p99_ns", "p99"], ["p999_ns", "p99.9"], ["p9999_ns", "p99.99"], ["max_ns", "max"], ["mean_ns", "mean"]];
  const times = Object.entries(run.result.times);
  if (times.length === 0) return null;
  return [el("h2", {}, swatch(index), several ? `Times of ${run.name}` : "Times"), el("div", { class: "scroll", tabindex: "0" }, el("table", {},
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, ""), el("th", { scope: "col" }, "count"), columns.map(([, name]) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, times.map(([name, each]) => el("tr", {}, el("th", { scope: "row", title: run.curves[name]?.what }, name), el("td", {}, quantity(each.count)),
      columns.map(([key]) => el("td", {}, duration(each[key]))))))))];
}

function stepsTable(run) {
  if (run.result.steps.length === 0) return null;
  return [el("h2", {}, `Where iterations failed${several ? `: ${run.name}` : ""}`), el("div", { class: "scroll trials", tabindex: "0" }, el("table", {},
    el("thead", {}, el("tr", {}, ["step or check", "times", "first failure"].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, run.result.steps.map((step) => el("tr", {}, el("th", { scope: "row" }, step.pointer || "(none)"), el("td", {}, step.count), el("td", {}, step.what))))))];
}

function trialsTable(run) {
  if (!run.search) return null;
  return [el("h2", {}, `Trials of the search${several ? `: ${run.name}` : ""}`), el("div", { class: "scroll trials", tabindex: "0" }, el("table", {},
    el("thead", {}, el("tr", {}, [run.search.raised, "done /s", "p50", "p99", "max", "errors", "generator", "verdict"].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, run.search.trials.map((trial) => el("tr", { class: trial.broken ? "broke" : "" }, el("th", { scope: "row" }, quantity(trial.load)), el("td", {}, quantity(trial.per_second)),
      [trial.p50_ns, trial.p99_ns, trial.max_ns].map((ns) => el("td", {}, duration(ns))), el("td", {}, quantity(trial.errors)), el("td", {}, `${(100 * trial.generator_busy).toFixed(0)} %`),
      el("td", {}, trial.broken ? `✗ ${trial.broken}` : "✓ held"))))))];
}

function fillPage() {
  const failed = runs.filter((run) => run.exit_status !== 0 || run.result.interrupted);
  const [kind, word] = failed.length > 0 ? badge(failed[0]) : badge(runs[0]);
  const verdict = document.getElementById("verdict");
  verdict.className = `badge ${kind}`;
  verdict.textContent = several && failed.length > 0 ? `${failed.length} of ${runs.length} not passed` : word;
  document.title = `Parley bench: ${runs.map((run) => run.name).join(", ")}`;
  const into = (id, ...nodes) => append(document.getElementById(id), nodes);
  into("runs", runs.map(card));
  into("comparison", comparisonTable());
  const peerShare = (row, before) => (row.peer && before?.peer ? (row.peer.cpu_ns - before.peer.cpu_ns) / row.length_ns : NaN);
  into("pictures", searchCharts(), percentilePanel(),
    seriesChart("Messages received", (value) => `${quantity(value)}/s`, [{ name: "received", of: (row) => perSecond(row, row.messages_received) }]),
    runs.some((run) => ["connect", "idle"].includes(run.plan.workload)) ? seriesChart("Connections opened", (value) => `${quantity(value)}/s`, [{ name: "opened", of: (row) => perSecond(row, row.connections_opened) }]) : null,
    seriesChart("Latency", duration, [{ name: "p50", dashed: true, of: (row) => row.p50_ns || NaN }, { name: "p99", of: (row) => row.p99_ns || NaN }], logarithmic),
    seriesChart("Errors", (value) => `${quantity(value)}/s`, [{ name: "errors", of: (row) => perSecond(row, row.errors) }]),
    seriesChart("The peer's processor time", (value) => `${(100 * value).toFixed(0)} %`, [{ name: "processor", of: peerShare }]),
    seriesChart("The peer's memory", bytes, [{ name: "memory", of: (row) => row.peer?.resident_bytes ?? NaN }]),
    repetitionChart());
  into("tables", runs.map((run, index) => [timesTable(run, index), stepsTable(run), trialsTable(run)]));
  document.getElementById("made").textContent = `Parley ${runs[0].parley_version}. Times come from a monotonic clock; latency counts from when a message was due.`;
}

fillPage();
document.documentElement.dataset.ready = "";
