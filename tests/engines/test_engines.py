import json
import time

import pytest

from tests.idle import IDLE
from tests.paper import sheets

ESCAPE = "\ue00c"
SECONDS = 60
REST = f"""new Promise((done) => {{
  const look = () => ({IDLE})() ? done(true) : requestAnimationFrame(look);
  look();
}})"""
POINTS = "document.querySelectorAll('.js-plotly-plot .scatterlayer .points path.point').length"
DIALOG = """(() => {
  const it = document.querySelector('dialog.rp[open]');
  const box = it?.getBoundingClientRect();
  return box && [box.left, box.top, box.width - innerWidth, box.height - innerHeight];
})()"""
FIGURE = "document.querySelectorAll('.rp-pane:not(.rp-unseen) .main-svg .trace').length"
# Of Kim 2010 at 15 months.
POINT = """(() => {
  const plot = document.querySelector('.js-plotly-plot');
  const trace = plot.data.find((it) => it.meta === 'series' && it.customdata[0][0] === 'Kim 2010');
  const { xaxis, yaxis } = plot._fullLayout;
  const box = plot.getBoundingClientRect();
  return [box.left + xaxis._offset + xaxis.d2p(trace.x[0]),
    box.top + yaxis._offset + yaxis.d2p(trace.y[0])];
})()"""


def everywhere(selector, what):
    """An expression of the elements seen, also in the rooms of components."""
    return f"""(() => {{
      const rooms = [document], found = [];
      for (const room of rooms) for (const it of room.querySelectorAll("*")) {{
        if (it.shadowRoot) rooms.push(it.shadowRoot);
        if (it.matches({json.dumps(selector)}) && it.getClientRects().length) found.push(it);
      }}
      return ({what})(found);
    }})()"""


def until(window, expression, wanted=bool):
    deadline = time.monotonic() + SECONDS
    while not wanted(value := window.run(expression)):
        assert time.monotonic() < deadline, (expression, value)
        time.sleep(0.1)
    return value


def press_button(window, name):
    place = f"""(found) => {{
      const box = found.find((it) => it.innerText.trim().endsWith({json.dumps(name)}))
        ?.getBoundingClientRect();
      return box && [box.x + box.width / 2, box.y + box.height / 2];
    }}"""
    window.click(*until(window, everywhere("button", place)))


def present_and_leave(window):
    press_button(window, "Present")
    assert until(window, DIALOG) == [0, 0, 0, 0]
    until(window, FIGURE)
    window.press(ESCAPE)
    until(window, DIALOG, lambda box: box is None)


@pytest.fixture
def curves(window, dashboard):
    window.open(dashboard)
    window.run(REST)
    return window


def test_the_curves_are_drawn(curves):
    assert curves.run(POINTS) == 9


def test_present_fills_the_window_and_escape_ends_it(curves):
    present_and_leave(curves)


def test_a_click_on_a_point_focuses_its_study(curves):
    curves.click(*curves.run(POINT))
    until(curves, "location.search", lambda asked: "focus=Kim+2010" in asked)


def test_copy_link_copies_or_offers_the_link(curves):
    press_button(curves, "Copy link")
    said = "(found) => found.map((it) => it.value ?? it.innerText).join()"
    told = everywhere('[role="status"], input[aria-label="Link to this view"]', said)
    until(curves, told, lambda text: "Link copied" in text or "http://localhost" in text)


@pytest.mark.parametrize("window", ["Firefox"], indirect=True)
def test_the_nine_rows_print_on_one_sheet(curves):
    assert sheets(curves.print()) == 1


def test_a_document_presents_and_escape_ends_it(window, written):
    window.open(written)
    present_and_leave(window)
