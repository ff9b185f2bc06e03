// The spotlight: all but one series of a drawn figure are dim, that one being pointed at or chosen.

const DIM = 0.15;

// What belongs to a series: its own trace, and the labels that stand at its points.
class Spotlight {
  constructor(plot) {
    this.plot = plot;
    this.traces = (plot._fullData ?? []).filter((it) => it.meta === "series" && it.visible === true);
  }

  get names() {
    return this.traces.map((it) => new DOMParser().parseFromString(it.name, "text/html").body.textContent);
  }

  // The series whose marks or line are nearest to a point of the window; -1 where there is none.
  nearest({ clientX, clientY }) {
    const box = this.plot.getBoundingClientRect();
    const scale = box.width / this.plot.offsetWidth;
    const at = [(clientX - box.left) / scale, (clientY - box.top) / scale];
    const far = this.traces.map((trace) => this.distance(trace, at));
    return far.length ? far.indexOf(Math.min(...far)) : -1;
  }

  distance(trace, at) {
    const points = this.pixels(trace);
    const parts = points.map((point, place) => toSegment(at, points[place - 1] ?? point, point));
    return Math.min(Infinity, ...parts);
  }

  pixels({ x, y, xaxis, yaxis }) {
    const layout = this.plot._fullLayout;
    const [across, up] = [xaxis ?? "x", yaxis ?? "y"].map((id) => layout[`${id[0]}axis${id.slice(1)}`]);
    return x.flatMap((value, place) => {
      const isThere = value !== null && y[place] !== null && y[place] !== undefined;
      return isThere ? [[across._offset + across.l2p(value), up._offset + up.l2p(y[place])]] : [];
    });
  }

  light(place) {
    const lit = this.traces[place];
    // Who was counted stays: the table is read by its rows.
    for (const { uid, meta } of this.plot._fullData ?? []) {
      const isDim = lit && uid !== lit.uid && meta !== "counts";
      for (const it of this.plot.querySelectorAll(`.trace${uid}`)) it.style.opacity = isDim ? DIM : "";
    }
    const { annotations = [] } = this.plot.layout ?? {};
    annotations.forEach((note, number) => {
      const it = this.plot.querySelector(`.annotation[data-index="${number}"]`);
      if (it) it.style.opacity = !lit || !isLabel(note) || stands(note, lit) ? "" : DIM;
    });
  }
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
