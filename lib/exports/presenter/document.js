// The document: figures drawn when they come near, the show, and the speaker's window of it.

const SPEAKER = "#speaker-";
const NEAR = "600px";

const element = (id) => document.getElementById(id);

function drawFigure(box) {
  if (box.dataset.drawn) return;
  box.dataset.drawn = "yes";
  const { data, layout } = JSON.parse(element(`${box.id}-figure`).textContent);
  Plotly.newPlot(box, data, { ...layout, autosize: true }, { responsive: true, displayModeBar: false });
}

function readDocument(deck) {
  const boxes = [...document.querySelectorAll(".rd-plot")];
  const near = new IntersectionObserver(
    (seen) => seen.filter((it) => it.isIntersecting).forEach((it) => drawFigure(it.target)),
    { rootMargin: NEAR },
  );
  boxes.forEach((box) => near.observe(box));
  addEventListener("beforeprint", () => boxes.forEach(drawFigure));
  // A name that no other copy of this file has, so that two shows do not drive each other.
  const id = randomName();
  const speaker = `${location.href.split("#")[0]}${SPEAKER}${id}`;
  for (const button of document.querySelectorAll("button[data-slide]")) {
    button.hidden = false;
    button.onclick = () => {
      presentDeck(deck, { speaker, channel: `response-decay-${id}`, at: { slide: button.dataset.slide } });
    };
  }
}

function speak(deck) {
  document.title = `Speaker · ${document.title}`;
  document.body.replaceChildren();
  speakerView(deck, document.body, `response-decay-${location.hash.slice(SPEAKER.length)}`);
}

// The policy knows the script by its hash, so it may run although it was packed.
function runScript(text) {
  const script = document.createElement("script");
  script.textContent = text;
  document.head.append(script);
}

async function start() {
  const [plotly, deck] = await Promise.all([unpack(element("plotly")), unpack(element("deck"))]);
  runScript(plotly);
  if (location.hash.startsWith(SPEAKER)) speak(JSON.parse(deck));
  else readDocument(JSON.parse(deck));
}

if (globalThis.DecompressionStream) start();
else element("no-figures").hidden = false;
