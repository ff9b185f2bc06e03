// Makes images of a figure with Plotly in the browser, loaded when the first one is asked for.

const WIDTH = 1000; // pixels across which the figure is laid out; images are so many times as large

function loadPlotly(path) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  window.responseDecayPlotly ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    // Beside the page, wherever the dashboard is mounted.
    script.src = new URL(path, document.baseURI);
    script.onload = () => done(window.Plotly);
    script.onerror = () => {
      delete window.responseDecayPlotly;
      failed(new Error("Plotly could not be loaded"));
    };
    document.head.append(script);
  });
  return window.responseDecayPlotly;
}

async function imageOf(data, format, across) {
  const Plotly = await loadPlotly(data.plotly);
  const figure = JSON.parse(data.figure);
  const width = figure.layout.width ?? WIDTH;
  return Plotly.toImage(figure, {
    format, width, height: figure.layout.height, scale: format === "svg" ? 1 : across / width,
  });
}

async function blobOf(address) {
  return (await fetch(address)).blob();
}

async function save(data, format, across, end) {
  const link = document.createElement("a");
  const blob = await blobOf(await imageOf(data, format, across));
  link.href = URL.createObjectURL(blob);
  link.download = `${data.name}${end}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  return `Saved ${link.download}, ${Math.ceil(blob.size / 1024).toLocaleString("en-GB")} KB.`;
}

class Refused extends Error {}

async function copy(data) {
  const refused = new Refused("The browser refused to copy the image. Download the PNG instead.");
  if (!navigator.clipboard?.write || !window.ClipboardItem) throw refused;
  // Given as a promise, or Safari takes the wait for the image for the end of the click.
  const made = imageOf(data, "png", data.screen).then(blobOf);
  const item = new ClipboardItem({ "image/png": made });
  await navigator.clipboard.write([item]).catch((error) => {
    throw error.name === "NotAllowedError" ? refused : error;
  });
  return "Copied. Paste it into a document or a message.";
}

export default function ({ parentElement, data }) {
  const told = parentElement.querySelector("p");
  const buttons = [...parentElement.querySelectorAll("button")];
  const makers = {
    screen: () => save(data, "png", data.screen, ""),
    print: () => save(data, "png", data.print, "-print"),
    svg: () => save(data, "svg", 0, ""),
    copy: () => copy(data),
  };
  for (const button of buttons) {
    const kind = button.dataset.make;
    if (data[kind]) {
      button.textContent = `PNG for ${kind === "print" ? "print" : "a screen"}, ${data[kind].toLocaleString("en-GB")} pixels across`;
    }
    button.onclick = async () => {
      buttons.forEach((each) => { each.disabled = true; });
      told.textContent = "Drawing …";
      try {
        told.textContent = await makers[kind]();
      } catch (error) {
        const isRefused = error instanceof Refused;
        told.textContent = isRefused ? error.message : `No image was made. ${error.message}`;
      }
      buttons.forEach((each) => { each.disabled = false; });
      button.focus();
    };
  }
}
