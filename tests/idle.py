"""When a page of the dashboard has come to rest, as JavaScript that is asked at every frame."""

# Idle for a moment, since a page may ask for one more run as soon as it is drawn: a run that is
# asked for is no longer "notRunning". Frames are counted, since a busy machine lets time go by
# between two of them in which the page could ask for nothing.
IDLE = """
() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const busy = '[data-testid="stStatusWidget"], [data-testid="stSkeleton"], [data-stale="true"]';
  const charts = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')];
  const idle = app?.dataset.testScriptState === "notRunning"
    && document.querySelector('[data-testid="stMainBlockContainer"] [data-testid]')
    && !document.querySelector(busy)
    && charts.every((chart) => chart.querySelector(".main-svg .trace"));
  window.idleFrames = idle ? (window.idleFrames ?? 0) + 1 : 0;
  if (window.idleFrames < 2) window.idleSince = performance.now();
  return window.idleFrames > 6 && performance.now() - window.idleSince > 100;
}
"""

UNREST = "() => { window.idleFrames = 0; }"
"""Has the rest of a page begin anew: what it was before says nothing of what it was just told."""
