"""Large type on a page, in boxes of text that can be edited."""

from lib.charts.marks import Run
from lib.charts.spec import Cards
from lib.exports.powerpoint.page import Area, Page, Words, add_text

NUMBER, HEADING, LINE = 88, 20, 18


def add_cards(page: Page, chart: Cards, area: Area) -> list[str]:
    """Write numbers side by side, and texts under one another; nothing is left out."""
    each = len(chart.cards)
    across, down = (each, 1) if chart.has_numbers else (1, each)
    wide, high = area.width / across, area.height / down
    top = area.height * 0.12 if chart.has_numbers else 0
    for place, card in enumerate(chart.cards):
        row, column = divmod(place, across)
        box = Area(
            area.left + column * wide, area.top + row * high + top, wide - 12, high - top - 4
        )
        number = [_words(page, card.number, NUMBER)] if card.number.text else []
        heading = [_words(page, run, HEADING) for run in card.heading]
        add_text(page, box, [*heading, *number, *(_words(page, run, LINE) for run in card.lines)])
    return []


def _words(page: Page, run: Run, size: int) -> Words:
    return Words(run.text, run.colour or page.theme.ink, size, run.is_bold)
