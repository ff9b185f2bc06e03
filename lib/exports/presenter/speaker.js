// The speaker's window: the note, what comes next, the time, and every caution in full.

/**
 * Follow a show that runs in another window, and drive it.
 *
 * `root` is filled; `channelName` is that of the show. options.plotly as for `presentDeck`.
 * Returns { close }.
 */
function speakerView(deck, root, channelName, options = {}) {
  return new Speaker(deck, root, channelName, options);
}

class Speaker {
  constructor(deck, root, channelName, options) {
    Object.assign(this, { deck, root, slide: 0, step: 0, playing: false, black: false });
    this.started = Date.now();
    this.close = this.close.bind(this);
    this.build();
    const loading = loadPlotly(options.plotly);
    const onError = (text) => (this.status.textContent = text);
    this.present = new Figures(deck, this.presentBox, { loading, ahead: false, onError });
    this.coming = new Figures(deck, this.comingBox, { loading, ahead: false, onError });
    this.window.showModal();
    this.view.focus();
    this.line = new Line(channelName, (said) => this.hear(said));
    this.line.peer = window.opener;
    this.ending = new AbortController();
    addEventListener("keydown", (event) => this.onKey(event), { signal: this.ending.signal, capture: true });
    this.clockwork = setInterval(() => this.tick(), 500);
    this.tick();
    this.refresh();
    this.line.say({ hello: true });
  }

  build() {
    const button = (name, act) => {
      const it = make("button", { type: "button" }, name);
      it.onclick = (event) => {
        act();
        if (event.detail) it.blur();
      };
      return it;
    };
    const part = (name, ...children) => make("section", { "aria-label": name }, make("h2", {}, name), ...children);
    this.clock = make("span", { class: "rs-clock" });
    this.elapsed = make("span", { class: "rs-elapsed", role: "timer", "aria-label": "Time since the start" });
    this.count = make("span", { class: "rs-count" });
    this.status = make("p", { class: "rs-status", role: "status" }, "No show is running yet: press Present in the other window.");
    this.presentBox = make("div", { class: "rp-figure" });
    this.comingBox = make("div", { class: "rp-figure" });
    this.title = make("h1", {});
    this.where = make("p", { class: "rs-where" });
    this.next = make("p", { class: "rs-next" });
    this.note = make("p", { class: "rs-note" });
    this.cautions = make("ul", { class: "rs-cautions" });
    this.method = make("p", { class: "rs-method" });
    this.playButton = button("Play", () => this.run("play"));
    this.blackButton = button("Black", () => this.run("black"));
    const bar = make(
      "div", { class: "rs-bar" },
      button("Back", () => this.run("back")), button("Next", () => this.run("next")),
      this.playButton, this.blackButton,
      this.count, this.clock, this.elapsed, button("Reset", () => this.reset()),
    );
    const column = (kind, name, ...parts) => make(
      "div", { class: kind, tabindex: "0", role: "region", "aria-label": name }, ...parts,
    );
    const seen = column("rs-seen", "Slides", part("Now", this.presentBox, this.where), part("Next slide", this.next, this.comingBox));
    // A long note scrolls by itself, so that the cautions stay in sight.
    const said = make(
      "div", { class: "rs-said" },
      column("rs-spoken", "Spoken", part("Note", this.note)),
      column("rs-warned", "To be known", part("Cautions", this.cautions), part("Method", this.method)),
    );
    this.view = make("main", { class: "rs", tabindex: "-1" }, bar, this.status, this.title, make("div", { class: "rs-columns" }, seen, said));
    colour(this.view, this.deck);
    // A modal dialog, so that no key leads to the page that it covers.
    this.window = make("dialog", { class: "rs-window", "aria-label": "Speaker's window" }, this.view);
    this.window.addEventListener("cancel", (event) => event.preventDefault());
    this.root.append(this.window);
  }

  onKey(event) {
    event.stopPropagation();
    if (event.key === "Escape") event.preventDefault();
    const command = commandOf(event);
    const isHere = command && !["full", "speaker", "details", "leave", "spot", "counts", "upper", "lower"].includes(command);
    if (!isHere || isForButton(event)) return;
    event.preventDefault();
    this.run(command);
  }

  // What is wanted is told to the show, and seen here at once: without a show one can rehearse.
  run(command) {
    const { slide, step, playing, black } = this;
    const now = { slide, step, playing, black };
    let wanted;
    if (command === "black") wanted = { ...now, black: !black };
    else if (command === "play") wanted = { ...now, playing: !playing && lastStep(this.deck, slide) > 0 };
    else wanted = { ...now, ...moved(this.deck, this, command), playing: false, black: false };
    this.line.say({ wanted });
    if (command !== "play") this.change(wanted);
  }

  hear(said) {
    if (said?.state) {
      const { playing, black, started } = said.state;
      if (this.heard !== started) this.started = Number(started) || Date.now();
      this.heard = started;
      this.status.textContent = "";
      this.change({ ...placeIn(this.deck, said.state), playing: Boolean(playing), black: Boolean(black) });
    } else if (said?.deck) {
      this.take(said.deck);
    } else if (said?.bye) {
      this.status.textContent = "The show has ended.";
    }
  }

  take(deck) {
    this.deck = deck;
    this.present.take(deck);
    this.coming.take(deck);
    colour(this.view, deck);
    this.change(placeIn(deck, this));
  }

  change(to) {
    Object.assign(this, to);
    this.refresh();
  }

  refresh() {
    const { deck } = this;
    const slide = deck.slides[this.slide];
    const next = deck.slides[this.slide + 1];
    this.title.textContent = slide.title;
    this.note.textContent = slide.note || "No note for this slide.";
    this.cautions.replaceChildren(...(slide.cautions.length ? slide.cautions : ["None."]).map((text) => make("li", {}, text)));
    this.method.textContent = `${slide.method} ${slide.source}`;
    this.count.textContent = countOf(deck, this);
    this.where.textContent = this.stepWords(slide.steps);
    this.next.textContent = next ? next.title : "This is the last slide.";
    this.playButton.textContent = this.playing ? "Pause" : "Play";
    this.playButton.hidden = slide.steps.length < 2;
    this.blackButton.textContent = this.black ? "Show again" : "Black";
    this.comingBox.hidden = !next;
    this.present.show(this);
    if (next) this.coming.show({ slide: this.slide + 1, step: lastStep(deck, this.slide + 1) });
  }

  stepWords(steps) {
    const words = [];
    if (steps.length > 1) words.push(`${steps[this.step].label}, step ${this.step + 1} of ${steps.length}.`);
    if (this.step + 1 < steps.length) words.push(`Then: ${steps[this.step + 1].label}.`);
    if (this.black) words.push("The screen is black.");
    return words.join(" ");
  }

  tick() {
    const seconds = Math.max(0, Math.floor((Date.now() - this.started) / 1000));
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    this.clock.textContent = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    this.elapsed.textContent = `${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  }

  reset() {
    this.started = Date.now();
    this.tick();
  }

  close() {
    this.ending.abort();
    clearInterval(this.clockwork);
    this.line.close();
    this.present.close();
    this.coming.close();
    this.window.remove();
  }
}
