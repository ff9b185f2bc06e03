"""A deck of slides for the browser's player: its script, its style and what it is given."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import plotly.io as pio

from lib.exports.figure_export import SlideExport

# What only a mouse over a figure, or a choice in it, would show: no slide has either.
_UNUSED = ("customdata", "hovertemplate", "hovertext", "selected", "unselected")
_ASSETS = Path(__file__).parent


def player_js() -> str:
    """Give the script that defines `presentDeck` and `speakerView`; it exports and runs nothing."""
    return "\n".join(asset(name) for name in ("deck.js", "spotlight.js", "player.js", "speaker.js"))


def player_css() -> str:
    """Give the style of the show and of the speaker's window."""
    return asset("player.css")


@cache
def asset(name: str) -> str:
    """Read a page, a script or a style that stands beside this module."""
    return (_ASSETS / name).read_text("utf-8")


def deck(slides: Sequence[SlideExport], theme: str = "light") -> dict[str, Any]:
    """Turn slides into what the player is given: nothing but texts, numbers, lists and dicts.

    Parameters
    ----------
    slides
        In their order, at least one.
    theme
        `light` or `dark`, as the figures were drawn.

    Returns
    -------
    `theme`, `colours` (`ground`, `ink`) and `slides`, each with `title`, `doubts`, `note`, `alt`,
    `method`, `source`, `cautions`, `citations`, `link` and `steps`; a step has its `label` and
    `figure`.
    """
    written = [_slide(slide) for slide in slides]
    # Ground and ink are those that the figures themselves are drawn with.
    look = written[0]["steps"][0]["figure"]["layout"]["template"]["layout"]
    return {
        "theme": theme,
        "colours": {"ground": look["paper_bgcolor"], "ink": look["font"]["color"]},
        "slides": written,
    }


def deck_json(slides: Sequence[SlideExport], theme: str = "light") -> str:
    """Write a deck as JSON that may stand in a page's <script>."""
    return in_script(deck(slides, theme))


def plain(figure: Any) -> dict[str, Any]:
    """Turn a Plotly figure into texts, numbers, lists and dicts, as Plotly writes them."""
    written: dict[str, Any] = json.loads(pio.to_json(figure, validate=False))
    return written


def in_script(value: Any) -> str:
    """Write JSON that is harmless inside a <script>, where `</script` and `<!--` mean something.

    What is not ASCII is escaped by `json`, the line separators of old browsers among it; JSON has
    the other three in its texts only, where an escape means the same.
    """
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _slide(slide: SlideExport) -> dict[str, Any]:
    exhibit = slide.exhibit
    return {
        "title": exhibit.title,
        "note": slide.note,
        "alt": exhibit.alt,
        "doubts": list(exhibit.doubts),
        "method": exhibit.method,
        "source": exhibit.source,
        "cautions": list(exhibit.cautions),
        "citations": list(exhibit.citations),
        "link": exhibit.link,
        "steps": [{"label": step.label, "figure": _still(step.figure)} for step in slide.steps],
    }


def _still(figure: Any) -> dict[str, Any]:
    """Turn a figure into what a picture of it needs: half of its size is for the mouse."""
    written = plain(figure)
    for trace in written["data"]:
        studies = trace.get("customdata") if trace.get("meta") == "context" else None
        for name in _UNUSED:
            trace.pop(name, None)
        if studies:
            # The spotlight is on a study: the lines of a crowd say whose they are.
            trace["customdata"] = [key[:1] for key in studies]
    return written
