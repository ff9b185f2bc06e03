// In a crowd whose lines are drawn as one, the line under the mouse is drawn anew over the others,
// which fade. Nothing is asked of the server, and nothing is drawn by Plotly again.

const FAINT = 0.3;
const SVG = "http://www.w3.org/2000/svg";
const LINES = ".cartesianlayer .subplot.xy .scatterlayer";
const LIFTED = "rd-lifted";

// The points of the line that has a row, between two breaks; null where no crowd has it.
function lineOf(plot, row) {
  for (const trace of plot._fullData) {
    if (trace.meta !== "context") continue;
    const at = trace.customdata.findIndex((key) => (key?.[1] ?? key) === row);
    if (at < 0) continue;
    const isBreak = (place) => trace.x[place] === null || trace.x[place] === undefined;
    let [first, last] = [at, at];
    while (first > 0 && !isBreak(first - 1)) first -= 1;
    while (last + 1 < trace.x.length && !isBreak(last + 1)) last += 1;
    const places = Array.from({ length: last - first + 1 }, (_, step) => first + step);
    const points = places.filter((place) => Number.isFinite(trace.y[place]))
      .map((place) => [trace.x[place], trace.y[place]]);
    return { points, colour: solid(trace.marker?.line?.color ?? trace.line.color) };
  }
  return null;
}

// A faint line's colour, opaque.
function solid(colour) {
  return colour.replace(/^rgba\(([^,]+,[^,]+,[^,]+),.*\)$/, "rgb($1)");
}

function make(name, attributes) {
  const it = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) it.setAttribute(key, value);
  return it;
}

function draw(plot, { points, colour }) {
  const { xaxis, yaxis } = plot._fullLayout;
  const at = points.map(([x, y]) => [xaxis.d2p(x), yaxis.d2p(y)]);
  const group = make("g", { class: LIFTED, "pointer-events": "none" });
  group.append(make("path", {
    d: `M${at.map((point) => point.join(",")).join("L")}`,
    style: `fill:none;stroke:${colour};stroke-width:3.5px;stroke-linejoin:round`,
  }));
  for (const [x, y] of at) {
    group.append(make("circle", { cx: x, cy: y, r: 5, style: `fill:${colour};stroke:none` }));
  }
  plot.querySelector(LINES)?.after(group);
}

function fade(plot, line) {
  const layer = plot.querySelector(LINES);
  if (layer) layer.style.opacity = line ? FAINT : "";
  const [x, y] = line?.points.at(-1) ?? [];
  (plot.layout.annotations ?? []).forEach((note, number) => {
    const it = plot.querySelector(`.annotation[data-index="${number}"]`);
    const isName = note.xref === "x" && note.yref === "y";
    if (it) it.style.opacity = line && isName && (note.x !== x || note.y !== y) ? FAINT : "";
  });
}

function lift(plot, row) {
  plot.querySelectorAll(`.${LIFTED}`).forEach((it) => it.remove());
  const line = row === undefined ? null : lineOf(plot, row);
  fade(plot, line);
  if (line) draw(plot, line);
}

function listen(plot) {
  plot.dataset.lifts = "";
  plot.on("plotly_hover", ({ points }) => {
    const point = points.find(({ fullData }) => ["context", "dots", "along"].includes(fullData.meta));
    lift(plot, point?.customdata?.[1]);
  });
  plot.on("plotly_unhover", () => lift(plot));
  // A line drawn for another view must not stay over this one.
  plot.on("plotly_afterplot", () => plot.querySelector(`.${LIFTED}`) && lift(plot));
}

export default function () {
  const meet = ({ target }) => {
    const plot = target.closest?.(".js-plotly-plot");
    if (plot?.on && !("lifts" in plot.dataset)) listen(plot);
  };
  document.addEventListener("pointerover", meet);
  return () => document.removeEventListener("pointerover", meet);
}
