// The spotlight: all but one series of a drawn figure are dim, that one being pointed at or chosen.
// In a crowd, whose lines are drawn as one a colour, it is on all lines of one study.

const DIM = 0.15;
const LIT = "rp-lit";

// What belongs to a target: its lines, its own trace if it has one, and the labels at its points.
class Spotlight {
  constructor(plot) {
    this.plot = plot;
    const traces = plot._fullData ?? [];
    const series = traces.filter((it) => it.meta === "series" && it.visible === true);
    this.targets = series.length
      ? series.map((trace) => ({ name: plain(trace.name), uid: trace.uid, lines: [trace] }))
      : studiesOf(traces.filter((it) => it.meta === "context"));
  }

  get names() {
    return this.targets.map(({ name }) => name);
  }

  // The target whose marks or lines are nearest to a point of the window; -1 where there is none.
  nearest({ clientX, clientY }) {
    const box = this.plot.getBoundingClientRect();
    const scale = box.width / this.plot.offsetWidth;
    const at = [(clientX - box.left) / scale, (clientY - box.top) / scale];
    const far = this.targets.map(({ lines }) => Math.min(...lines.map((line) => this.distance(line, at))));
    return far.length ? far.indexOf(Math.min(...far)) : -1;
  }

  distance(line, at) {
    const points = this.pixels(line);
    const parts = points.map((point, place) => toSegment(at, points[place - 1] ?? point, point));
    return Math.min(Infinity, ...parts);
  }

  pixels(line) {
    const [across, up] = this.axes(line);
    return this.places(line).map(([x, y]) => [across._offset + x, up._offset + y]);
  }

  axes({ xaxis, yaxis }) {
    const layout = this.plot._fullLayout;
    return [xaxis ?? "x", yaxis ?? "y"].map((id) => layout[`${id[0]}axis${id.slice(1)}`]);
  }

  // Where the points of a line stand within its plot.
  places(line) {
    const [across, up] = this.axes(line);
    return line.x.flatMap((value, place) => {
      const isThere = value !== null && line.y[place] !== null && line.y[place] !== undefined;
      return isThere ? [[across.l2p(value), up.l2p(line.y[place])]] : [];
    });
  }

  light(place) {
    const lit = this.targets[place];
    this.plot.querySelectorAll(`.${LIT}`).forEach((it) => it.remove());
    // Who was counted stays: the table is read by its rows.
    for (const { uid, meta } of this.plot._fullData ?? []) {
      const isDim = lit && uid !== lit.uid && meta !== "counts";
      for (const it of this.plot.querySelectorAll(`.trace${uid}`)) it.style.opacity = isDim ? DIM : "";
    }
    const { annotations = [] } = this.plot.layout ?? {};
    annotations.forEach((note, number) => {
      const it = this.plot.querySelector(`.annotation[data-index="${number}"]`);
      const isLit = !lit || !isLabel(note) || lit.lines.some((line) => stands(note, line));
      if (it) it.style.opacity = isLit ? "" : DIM;
    });
    if (lit && !lit.uid) for (const line of lit.lines) this.draw(line);
  }

  draw(line) {
    const layer = this.plot.querySelector(`.subplot.${line.xaxis ?? "x"}${line.yaxis ?? "y"} .scatterlayer`);
    if (!layer) return;
    const element = (name, attributes) => shape(layer.namespaceURI, name, attributes);
    const group = element("g", { class: LIT, style: `stroke:${line.colour};fill:${line.colour}` });
    const places = this.places(line);
    group.append(element("path", {
      d: `M${places.map((place) => place.join(",")).join("L")}`, style: "fill:none;stroke-width:3px",
    }));
    for (const [cx, cy] of places) group.append(element("circle", { cx, cy, r: 4.5 }));
    layer.after(group);
  }
}

function plain(text) {
  return new DOMParser().parseFromString(text, "text/html").body.textContent;
}

function shape(namespace, name, attributes) {
  const it = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) it.setAttribute(key, value);
  return it;
}

// The lines of a crowd by the study that each is of: a break ends a line.
function studiesOf(traces) {
  const studies = new Map();
  // What comes first in the file is drawn last.
  for (const { x, y, customdata, marker, xaxis, yaxis } of [...traces].reverse()) {
    let line = null;
    [...x].forEach((months, place) => {
      if (months === null || months === undefined) return (line = null);
      if (!line) {
        const name = customdata?.[place]?.[0] ?? "";
        line = { x: [], y: [], xaxis, yaxis, colour: marker.line.color };
        if (!studies.has(name)) studies.set(name, { name, lines: [] });
        studies.get(name).lines.push(line);
      }
      line.x.push(months);
      return line.y.push(y[place]);
    });
  }
  return [...studies.values()].filter(({ name }) => name);
}

// Whether the table of who was counted is in sight: its texts, its rows' names, its heading.
function showCounts(plot, isShown) {
  const display = isShown ? "" : "none";
  for (const { uid, meta } of plot._fullData ?? []) {
    if (meta !== "counts") continue;
    for (const it of plot.querySelectorAll(`.trace${uid}`)) it.style.display = display;
  }
  for (const it of plot.querySelectorAll(".y2tick")) it.style.display = display;
  (plot.layout?.annotations ?? []).forEach(({ name }, number) => {
    const it = name === "counts" && plot.querySelector(`.annotation[data-index="${number}"]`);
    if (it) it.style.display = display;
  });
}

function isLabel({ xref, yref }) {
  return /^x[0-9]*$/.test(xref) && /^y[0-9]*$/.test(yref);
}

function stands({ x, y, xref, yref }, trace) {
  const isThere = trace.x.some((value, place) => value === x && trace.y[place] === y);
  return isThere && xref === (trace.xaxis ?? "x") && yref === (trace.yaxis ?? "y");
}

function toSegment([x, y], [a, b], [c, d]) {
  const [across, down] = [c - a, d - b];
  const length = across * across + down * down;
  const part = length ? Math.min(1, Math.max(0, ((x - a) * across + (y - b) * down) / length)) : 0;
  return Math.hypot(x - a - part * across, y - b - part * down);
}
