// Prometheus text to samples, and samples to rates. Pure.

const SAMPLE = /^([A-Za-z_:][\w:]*)(?:\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\})?[ \t]+([-+]?(?:[\d.]+(?:e[-+]?\d+)?|Inf)|NaN)(?:[ \t]|$)/i;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;
const NUMBERS = { "+Inf": Infinity, "-Inf": -Infinity, NaN };

const unescaped = (value) => value.replace(/\\(.)/g, (_, character) => (character === "n" ? "\n" : character));

/** [{name, labels, value}] in the order of the text; `labels` is an object. */
export function parseMetrics(text) {
  const samples = [];
  for (const line of text.split("\n")) {
    const found = line.match(SAMPLE); // no comment starts like a sample
    if (!found) continue;
    const labels = Object.fromEntries([...(found[2] ?? "").matchAll(LABEL)].map(([, name, value]) => [name, unescaped(value)]));
    samples.push({ name: found[1], labels, value: NUMBERS[found[3]] ?? Number(found[3]) });
  }
  return samples;
}

/** The sum over the samples of this name, with this path if one is given; undefined when there is none. */
export function total(samples, name, path) {
  const matching = samples.filter((sample) => sample.name === name && (path === undefined || sample.labels.path === path));
  return matching.length === 0 ? undefined : matching.reduce((sum, { value }) => sum + value, 0);
}

/** How much a counter grew a second; undefined when it was not there, or when the server has started anew. */
export function rate(before, after, seconds) {
  if (before === undefined || after === undefined || after < before || seconds <= 0) return undefined;
  return (after - before) / seconds;
}
