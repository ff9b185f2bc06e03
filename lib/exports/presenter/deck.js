// What the show and the speaker's window share: elements, keys, places in a deck, drawn figures,
// and the line between the two. Whatever people wrote reaches the page as text, never as HTML.

const SLIDE_SIZE = { width: 832, height: 384 };

const KEYS = {
  ArrowRight: "next", PageDown: "next", Enter: "next",
  ArrowLeft: "back", PageUp: "back", Backspace: "back",
  Home: "first", End: "last", Escape: "leave",
  f: "full", F5: "full", p: "play", s: "speaker", d: "details", l: "spot", c: "counts", ArrowUp: "upper", ArrowDown: "lower", b: "black", ".": "black",
};

function make(tag, attributes = {}, ...children) {
  const it = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) it.setAttribute(name, value);
  it.append(...children);
  return it;
}

function commandOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === " ") return event.shiftKey ? "back" : "next";
  return KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}

// Space and Enter press the button that the keyboard has reached; after a click they do not.
function isForButton(event) {
  const isPress = event.key === " " || event.key === "Enter";
  return isPress && document.activeElement?.matches("button:focus-visible, summary:focus-visible");
}

function lastStep(deck, slide) {
  return deck.slides[slide].steps.length - 1;
}

// Back to a slide shows the whole of it: its steps have been seen.
function moved(deck, { slide, step }, command) {
  const last = deck.slides.length - 1;
  if (command === "first") return { slide: 0, step: 0 };
  if (command === "last") return { slide: last, step: lastStep(deck, last) };
  if (command === "next") {
    if (step < lastStep(deck, slide)) return { slide, step: step + 1 };
    return slide < last ? { slide: slide + 1, step: 0 } : { slide, step };
  }
  if (step > 0) return { slide, step: step - 1 };
  return slide > 0 ? { slide: slide - 1, step: lastStep(deck, slide - 1) } : { slide, step };
}

// A place that came from elsewhere (a link, another window) is held inside the deck.
function placeIn(deck, asked) {
  const within = (value, most) => Math.min(Math.max(Math.trunc(Number(value)) || 0, 0), most);
  const slide = within(asked?.slide, deck.slides.length - 1);
  return { slide, step: within(asked?.step, lastStep(deck, slide)) };
}

// Names a line that no other show has; `randomUUID` is not there for pages without TLS.
function randomName() {
  return [...crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36)).join("");
}

function countOf(deck, { slide }) {
  return `${slide + 1} of ${deck.slides.length}`;
}

function colour(root, { theme, colours }) {
  root.dataset.theme = theme;
  root.style.setProperty("--rp-ground", colours.ground);
  root.style.setProperty("--rp-ink", colours.ink);
}

let plotlyLoading;
function loadPlotly(url) {
  if (globalThis.Plotly) return Promise.resolve(globalThis.Plotly);
  plotlyLoading ??= new Promise((resolve, reject) => {
    const script = make("script", { src: String(url) });
    script.onload = () => resolve(globalThis.Plotly);
    script.onerror = () => {
      plotlyLoading = undefined;
      script.remove();
      reject(new Error("The figures' program did not arrive. Check the connection, then reopen."));
    };
    document.head.append(script);
  });
  return plotlyLoading;
}

// Figures in a box, drawn at their own size and scaled to fill it. Those of the slides beside
// the present one stay drawn, unseen, so that a change is immediate.
class Figures {
  constructor(deck, box, { loading, ahead = true, onError = () => {}, onDrawn = () => {} }) {
    Object.assign(this, { deck, box, loading, ahead, onError, onDrawn });
    this.drawn = new Map();
    this.watch = new ResizeObserver(() => this.fit());
    this.watch.observe(box);
    if (!globalThis.Plotly) this.sayLoading();
  }

  sayLoading() {
    const told = make("p", { class: "rp-wait", role: "status" }, "Loading the figures …");
    this.box.append(told);
    this.loading.then(() => told.remove(), (error) => (told.textContent = error.message));
  }

  // What is drawn stays until it is drawn anew in its place, so that nothing flashes.
  take(deck) {
    this.deck = deck;
    for (const [slide, entry] of [...this.drawn]) {
      entry.step = undefined;
      if (slide >= deck.slides.length) this.drop(slide);
    }
  }

  async show({ slide, step }) {
    this.slide = slide;
    try {
      await this.draw(slide, step);
    } catch (error) {
      this.onError(error.message);
      return;
    }
    if (this.slide !== slide) return;
    for (const [number, { pane }] of this.drawn) {
      pane.classList.toggle("rp-unseen", number !== slide);
      if (number === slide) pane.removeAttribute("aria-hidden");
      else pane.setAttribute("aria-hidden", "true");
    }
    for (const number of [...this.drawn.keys()]) if (Math.abs(number - slide) > 1) this.drop(number);
    if (this.ahead && slide + 1 < this.deck.slides.length && !this.drawn.has(slide + 1)) {
      setTimeout(() => this.drawAhead(slide + 1), 60);
    }
  }

  drawAhead(slide) {
    const isWanted = this.box.isConnected && this.slide === slide - 1 && !this.drawn.has(slide);
    if (isWanted) this.draw(slide, 0).catch(() => {});
  }

  async draw(slide, step) {
    const Plotly = await this.loading;
    const figure = this.deck.slides[slide]?.steps[step]?.figure;
    // Another deck, with fewer slides, may have come while Plotly loaded.
    if (!figure) return;
    if (!this.drawn.has(slide)) this.drawn.set(slide, { pane: this.pane() });
    const entry = this.drawn.get(slide);
    if (entry.step === step) return;
    entry.step = step;
    entry.pane.setAttribute("aria-label", this.seenIn(slide, step));
    this.size(entry.pane, figure.layout);
    this.fit();
    // A copy, since Plotly writes into what it draws; static, since a click means 'next' here.
    const { data, layout } = structuredClone(figure);
    await Plotly.react(entry.pane.firstChild, data, { ...SLIDE_SIZE, ...layout }, { staticPlot: true });
    this.onDrawn(slide);
  }

  plotOf(slide) {
    return this.drawn.get(slide)?.pane.firstChild;
  }

  // The whole in words belongs to the whole: told before, it would give the end away.
  seenIn(slide, step) {
    const { steps, alt, title } = this.deck.slides[slide];
    return step === steps.length - 1 ? alt : steps[step].label || title;
  }

  pane() {
    const plot = make("div", { "aria-hidden": "true" });
    const pane = make("div", { class: "rp-pane rp-unseen", role: "img" }, plot);
    this.box.append(pane);
    return pane;
  }

  size(pane, layout) {
    const { width, height } = { ...SLIDE_SIZE, ...layout };
    pane.firstChild.style.width = `${width}px`;
    pane.firstChild.style.height = `${height}px`;
    pane.size = [width, height];
  }

  fit() {
    const { clientWidth, clientHeight } = this.box;
    for (const { pane } of this.drawn.values()) {
      const [width, height] = pane.size;
      const scale = Math.min(clientWidth / width, clientHeight / height);
      pane.style.left = `${(clientWidth - width * scale) / 2}px`;
      pane.style.top = `${(clientHeight - height * scale) / 2}px`;
      pane.style.transform = `scale(${scale})`;
    }
  }

  drop(slide) {
    const { pane } = this.drawn.get(slide);
    this.drawn.delete(slide);
    globalThis.Plotly?.purge(pane.firstChild);
    pane.remove();
  }

  close() {
    this.watch.disconnect();
    for (const slide of [...this.drawn.keys()]) this.drop(slide);
  }
}

// Two windows in step. A message is a whole state, so that one that comes both ways does no harm.
// From a file the browser may give each window an origin of its own, where a channel does not
// reach: there the window that opened the other, and the one it opened, write to each other.
function openChannel(name) {
  // Refused where the browser blocks storage, as in a frame of another site.
  try { return new BroadcastChannel(name); } catch { return null; }
}

class Line {
  constructor(name, hear) {
    this.name = name;
    this.peer = null;
    this.channel = openChannel(name);
    if (this.channel) this.channel.onmessage = ({ data }) => hear(data);
    this.onMessage = ({ source, data }) => {
      if (source && source === this.peer && data?.line === name) hear(data.said);
    };
    addEventListener("message", this.onMessage);
  }

  say(said) {
    this.channel?.postMessage(said);
    const origin = self.origin === "null" || location.protocol === "file:" ? "*" : self.origin;
    this.peer?.postMessage({ line: this.name, said }, origin);
  }

  close() {
    this.channel?.close();
    removeEventListener("message", this.onMessage);
  }
}
