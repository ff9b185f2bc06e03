// The document: figures drawn when they come near, the show, and the speaker's window of it.

const SPEAKER = "#speaker-";
const NEAR = "600px";

function told(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

function drawFigure(box) {
  if (box.dataset.drawn) return;
  box.dataset.drawn = "yes";
  const { data, layout } = told(`${box.id}-figure`);
  Plotly.newPlot(box, data, { ...layout, autosize: true }, { responsive: true, displayModeBar: false });
}

function readDocument() {
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
      presentDeck(told("deck"), { speaker, channel: `response-decay-${id}`, at: { slide: button.dataset.slide } });
    };
  }
}

function speak() {
  document.title = `Speaker · ${document.title}`;
  document.body.replaceChildren(document.getElementById("deck"));
  speakerView(told("deck"), document.body, `response-decay-${location.hash.slice(SPEAKER.length)}`);
}

if (location.hash.startsWith(SPEAKER)) speak();
else readDocument();
