// The show: a deck of slides over the whole window, driven by keys, mouse, touch or a remote.

const PLAY_EVERY = 1200;
const AWAKE = 2500;
const SWIPE = 40;
const MOST_DOTS = 12;
const NOT_COMPARED = "Not to be compared";

/**
 * Present a deck.
 *
 * options.plotly   where Plotly is loaded from, if the page has none yet
 * options.speaker  address of the speaker's window; without it there is no such window
 * options.channel  name of the line between the two windows
 * options.at       { slide, step } to begin with, from 0
 * options.onClose  called once the show is over
 *
 * Returns { close, take }: `take` goes on with another deck, at the same place inside it.
 */
function presentDeck(deck, options = {}) {
  return new Show(deck, options);
}

class Show {
  constructor(deck, options) {
    Object.assign(this, { deck, options, playing: false, black: false, hasCounts: true, started: Date.now() });
    Object.assign(this, placeIn(deck, options.at));
    this.giveBack = document.activeElement;
    this.close = this.close.bind(this);
    this.build();
    this.listen();
    this.dialog.showModal();
    this.window.focus();
    const loading = loadPlotly(options.plotly);
    const onDrawn = (slide) => slide === this.slide && this.light();
    this.figures = new Figures(deck, this.box, { loading, onDrawn, onError: (text) => this.tell(text) });
    this.line = new Line(options.channel ?? "response-decay", (said) => this.hear(said));
    this.fit();
    // A speaker's window left open by the show before has a deck of before.
    this.line.say({ deck });
    this.refresh(true);
    this.wake();
  }

  take(deck) {
    const isRenamed = deck.slides[this.slide]?.title !== this.deck.slides[this.slide].title;
    this.deck = deck;
    Object.assign(this, placeIn(deck, this));
    this.figures.take(deck);
    colour(this.dialog, deck);
    this.setWords(deck.slides[this.slide]);
    this.line.say({ deck });
    this.refresh(isRenamed);
  }

  build() {
    // A button bears its key: seven names would cover the title.
    const button = (command, name, key, face = key) => {
      const it = make("button", { type: "button", "aria-keyshortcuts": key });
      it.append(face);
      rename(it, name);
      it.onclick = (event) => {
        this.run(command);
        // Kept on a clicked button, the space bar would press it again instead of going on.
        if (event.detail) this.window.focus();
      };
      return it;
    };
    this.title = make("h1", { class: "rp-title" });
    this.doubts = make("div", { class: "rp-doubts" });
    this.box = make("div", { class: "rp-figure" });
    this.method = make("p", { class: "rp-method" });
    this.source = make("p", { class: "rp-source" });
    this.dots = make("span", { class: "rp-dots", "aria-hidden": "true" });
    this.label = make("span", { class: "rp-label" });
    this.count = make("p", { class: "rp-count" });
    this.playButton = button("play", "Play", "P");
    this.fullButton = button("full", "Full screen", "F");
    this.details = make("div", { class: "rp-details", tabindex: "0", role: "region", "aria-label": "Details" });
    this.details.hidden = true;
    const bar = make("div", { class: "rp-bar", role: "toolbar", "aria-label": "Show" });
    bar.append(button("back", "Back", "ArrowLeft", "←"), button("next", "Next", "ArrowRight", "→"), this.playButton);
    if (document.fullscreenEnabled) bar.append(this.fullButton);
    if (this.options.speaker) bar.append(button("speaker", "Speaker", "S"));
    this.spotButton = button("spot", "Spotlight", "L");
    this.countsButton = button("counts", "Counts", "C");
    this.countsButton.setAttribute("aria-pressed", "true");
    bar.append(this.spotButton, this.countsButton, button("details", "Details", "D"), button("close", "Close", "Escape", "✕"));
    this.bar = bar;
    this.live = make("p", { class: "rp-hidden", "aria-live": "polite" });
    this.told = make("p", { class: "rp-told", role: "status" });
    this.curtain = make("div", { class: "rp-curtain" });
    this.stage = make(
      "div", { class: "rp-stage" },
      make("div", { class: "rp-head" }, this.title, this.doubts),
      this.box,
      make(
        "div", { class: "rp-foot" },
        this.method,
        make("div", { class: "rp-line" }, this.source, make("p", { class: "rp-step" }, this.dots, this.label), this.count),
      ),
      this.details,
    );
    // The bar comes first for those who tab; the curtain covers the slide, not the bar.
    this.window = make("div", { class: "rp-window", tabindex: "-1" }, bar, this.stage, this.curtain, this.told, this.live);
    this.dialog = make(
      "dialog", { class: "rp", role: "dialog", "aria-modal": "true", "aria-label": "Slide show" }, this.window,
    );
    colour(this.dialog, this.deck);
    document.body.append(this.dialog);
  }

  listen() {
    this.ending = new AbortController();
    const { signal } = this.ending;
    // On the way in, so that no shortcut of the page behind hears a key meant for the show.
    addEventListener("keydown", (event) => this.onKey(event), { signal, capture: true });
    addEventListener("resize", () => this.fit(), { signal });
    // Whether a title fits is known once its type is there.
    document.fonts.addEventListener("loadingdone", () => this.fit(), { signal });
    addEventListener("pagehide", () => this.line?.say({ bye: true }), { signal });
    document.addEventListener("fullscreenchange", () => this.refresh(), { signal });
    // The browser leaves full screen by itself; the dialog stays for the next Escape.
    this.dialog.addEventListener("cancel", (event) => document.fullscreenElement && event.preventDefault());
    this.dialog.addEventListener("close", this.close);
    this.window.addEventListener("pointermove", (event) => {
      this.wake();
      if (this.spot !== undefined && this.box.contains(event.target)) this.point(event);
    });
    this.stage.addEventListener("click", (event) => this.onClick(event));
    this.curtain.addEventListener("click", () => this.run("black"));
    this.window.addEventListener("touchstart", ({ touches }) => (this.touched = touches[0]), { passive: true });
    this.window.addEventListener("touchend", (event) => this.onSwipe(event));
  }

  onKey(event) {
    event.stopPropagation();
    if (event.key === "Tab") return this.keepFocus(event);
    if (isForButton(event)) return undefined;
    const command = commandOf(event);
    if (!command) return undefined;
    event.preventDefault();
    if (!event.repeat || command === "next" || command === "back") this.run(command);
    return undefined;
  }

  keepFocus(event) {
    const stops = [...this.window.querySelectorAll("button, [tabindex='0']")].filter((it) => it.offsetParent);
    const place = stops.indexOf(document.activeElement);
    const to = event.shiftKey ? (place <= 0 ? stops.length : place) - 1 : (place + 1) % stops.length;
    event.preventDefault();
    stops[to].focus({ focusVisible: true });
  }

  onClick({ clientX, target }) {
    if (this.swiped || target.closest("button, .rp-details")) return;
    this.run(clientX < innerWidth / 3 ? "back" : "next");
  }

  onSwipe({ changedTouches }) {
    const across = changedTouches[0].clientX - this.touched.clientX;
    this.swiped = Math.abs(across) > SWIPE;
    if (this.swiped) this.run(across < 0 ? "next" : "back");
    // The click that a touch ends with has come by then.
    setTimeout(() => (this.swiped = false), 400);
  }

  run(command) {
    const does = {
      leave: () => this.leave(),
      close: () => this.close(),
      full: () => this.fullScreen(),
      speaker: () => this.openSpeaker(),
      details: () => this.showDetails(this.details.hidden),
      black: () => this.change({ black: !this.black }),
      play: () => this.play(!this.playing),
      spot: () => this.spotlight(this.spot === undefined ? 0 : undefined),
      counts: () => this.counts(!this.hasCounts),
      upper: () => this.turnSpot(-1),
      lower: () => this.turnSpot(1),
    }[command];
    if (does) return does();
    if (!this.details.hidden) this.showDetails(false);
    return this.change({ ...moved(this.deck, this, command), playing: false, black: false });
  }

  // The series that the spotlight is on, by its place among those drawn; undefined without one.
  spotlight(place) {
    this.spot = place;
    this.light();
    const name = this.names()[place] ?? "";
    this.tell(place === undefined ? "" : name || "No series to put a spotlight on here.");
  }

  counts(hasCounts) {
    this.hasCounts = hasCounts;
    this.countsButton.setAttribute("aria-pressed", String(hasCounts));
    this.light();
    this.tell(hasCounts ? "" : "The counts are hidden. C shows them again.");
  }

  turnSpot(by) {
    const number = this.names().length;
    if (this.spot !== undefined && number) this.spotlight((this.spot + by + number) % number);
  }

  point(event) {
    const place = new Spotlight(this.figures.plotOf(this.slide)).nearest(event);
    if (place >= 0 && place !== this.spot) this.spotlight(place);
  }

  names() {
    const plot = this.figures?.plotOf(this.slide);
    return plot ? new Spotlight(plot).names : [];
  }

  light() {
    const plot = this.figures?.plotOf(this.slide);
    if (plot) {
      new Spotlight(plot).light(this.spot ?? -1);
      showCounts(plot, this.hasCounts);
    }
    this.spotButton.setAttribute("aria-pressed", String(this.spot !== undefined));
  }

  change(to) {
    const isNew = "slide" in to && to.slide !== this.slide;
    if (isNew && this.spot !== undefined) this.spotlight(undefined);
    Object.assign(this, to);
    if (!this.playing) clearTimeout(this.timer);
    this.refresh(isNew);
  }

  // One step each time, to the whole; from the whole, all over again.
  play(playing) {
    const last = lastStep(this.deck, this.slide);
    if (!last) return;
    const isWhole = playing && this.step === last;
    this.change({ playing, black: false, step: isWhole ? 0 : this.step });
    if (playing) this.timer = setTimeout(() => this.playOn(), PLAY_EVERY);
  }

  playOn() {
    const step = this.step + 1;
    const playing = step < lastStep(this.deck, this.slide);
    this.change({ step, playing });
    if (playing) this.timer = setTimeout(() => this.playOn(), PLAY_EVERY);
  }

  // In full screen Escape leaves full screen only: most browsers let nothing else happen then.
  leave() {
    if (!this.details.hidden) this.showDetails(false);
    else if (document.fullscreenElement) document.exitFullscreen();
    else this.close();
  }

  async fullScreen() {
    try {
      if (document.fullscreenElement) await document.exitFullscreen();
      else await this.window.requestFullscreen();
    } catch {
      this.tell("The browser does not allow full screen here.");
    }
  }

  openSpeaker() {
    if (!this.options.speaker) return;
    const opened = window.open(this.options.speaker, `${this.line.name}-speaker`, "popup,width=1100,height=760");
    if (opened) this.line.peer = opened;
    else this.tell("The browser blocked the speaker's window. Allow pop-ups for this page.");
  }

  showDetails(shown) {
    this.details.hidden = !shown;
    (shown ? this.details : this.window).focus();
  }

  hear(said) {
    if (said?.wanted) {
      const { black, playing } = said.wanted;
      const place = placeIn(this.deck, said.wanted);
      this.change({ ...place, black: Boolean(black), playing: this.playing && Boolean(playing) });
      if (Boolean(playing) !== this.playing) this.play(Boolean(playing));
    } else if (said?.hello) this.sayState();
  }

  sayState() {
    const { slide, step, playing, black, started } = this;
    this.line.say({ state: { slide, step, playing, black, started } });
  }

  refresh(isNew = false) {
    const slide = this.deck.slides[this.slide];
    const { steps } = slide;
    if (isNew) this.setWords(slide);
    this.label.textContent = steps.length > 1 ? steps[this.step].label : "";
    this.dots.replaceChildren(...dots(steps.length, this.step));
    this.count.textContent = countOf(this.deck, this);
    this.playButton.hidden = steps.length < 2;
    rename(this.playButton, this.playing ? "Pause" : "Play");
    rename(this.fullButton, document.fullscreenElement ? "Leave full screen" : "Full screen");
    this.curtain.hidden = !this.black;
    this.figures?.show(this);
    this.announce(isNew);
    this.sayState();
  }

  setWords(slide) {
    this.title.textContent = slide.title;
    this.doubts.replaceChildren(...(slide.doubts ?? []).map(doubtLine));
    this.method.textContent = slide.method;
    this.source.textContent = slide.source;
    // A title that one line cannot hold is set smaller, in two, and the method gives way.
    this.stage.classList.remove("rp-long");
    this.stage.classList.toggle("rp-long", this.title.scrollWidth > this.title.clientWidth);
    this.details.replaceChildren(...details(slide));
  }

  announce(isNew) {
    const { title, alt, steps } = this.deck.slides[this.slide];
    const label = steps.length > 1 ? `${steps[this.step].label}. ` : "";
    const words = this.step === lastStep(this.deck, this.slide) ? `${label}${alt}` : label;
    if (isNew) this.live.textContent = `Slide ${countOf(this.deck, this)}: ${title}. ${words}`;
    else if (words !== this.said) this.live.textContent = words;
    this.said = words;
  }

  // The stage is 1280 units wide, whatever the window; everything on it is measured in them.
  fit() {
    const width = Math.min(innerWidth, (innerHeight * 16) / 9);
    this.dialog.style.setProperty("--rp-unit", `${width / 1280}px`);
    this.setWords(this.deck.slides[this.slide]);
  }

  wake() {
    this.window.classList.add("rp-awake");
    clearTimeout(this.sleep);
    this.sleep = setTimeout(() => this.window.classList.remove("rp-awake"), AWAKE);
  }

  tell(text) {
    this.told.textContent = text;
    clearTimeout(this.telling);
    this.telling = setTimeout(() => (this.told.textContent = ""), 8000);
  }

  close() {
    if (this.ending.signal.aborted) return;
    this.ending.abort();
    for (const timer of [this.timer, this.sleep, this.telling]) clearTimeout(timer);
    if (document.fullscreenElement) document.exitFullscreen();
    this.line.say({ bye: true });
    this.line.close();
    this.figures.close();
    this.dialog.close();
    this.dialog.remove();
    this.giveBack?.focus?.();
    this.options.onClose?.();
  }
}

function rename(button, name) {
  button.setAttribute("aria-label", name);
  button.title = `${name} (${button.getAttribute("aria-keyshortcuts")})`;
}

// What may not be compared is marked; what the title rests on is said.
function doubtLine(text) {
  return make("p", text.startsWith(NOT_COMPARED) ? { class: "rp-mixed" } : {}, text);
}

function dots(count, step) {
  if (count < 2 || count > MOST_DOTS) return [];
  return Array.from({ length: count }, (_, n) => make("i", n <= step ? { class: "rp-done" } : {}));
}

function details({ method, doubts = [], cautions, source }) {
  const warned = make("ul", {}, ...cautions.map((text) => make("li", {}, text)));
  return [
    ...doubts.map((text) => make("p", {}, text)),
    ...(cautions.length ? [make("h2", {}, "Cautions"), warned] : []),
    make("h2", {}, "How the numbers are made"),
    make("p", {}, method),
    make("p", {}, source),
  ];
}
