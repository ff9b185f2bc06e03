"""Points in full: every point of a study told to the end, with its links."""

import html
from typing import Any

import pandas as pd

from lib.ui.prose import doi_links, facts
from lib.views.estimates import each_point
from lib.views.phrases import months_text
from lib.views.truth import truth


def point_cards(points: pd.DataFrame) -> str:
    """Write a card a point as HTML; each has the point's row number as its id."""
    return "".join(_card(point) for point in each_point(points))


def _card(point: Any) -> str:
    title = html.escape(f"{point.label} at {months_text(point.months)}")
    links = doi_links([point.doi])
    told = [(name, text) for name, text in truth(point) if not links or name != "DOI"]
    body = facts(told, links)
    return f'<section class="rd-point" id="row-{point.row}"><h3>{title}</h3>{body}</section>'


def picked_card(cards: str, row: int | None) -> str:
    """Mark the card of the point that was clicked, if there is one."""
    return cards.replace(
        f'<section class="rd-point" id="row-{row}"><h3>',
        f'<section class="rd-point rd-picked" id="row-{row}"><h3>You clicked: ',
    )
