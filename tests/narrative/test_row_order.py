import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.selection import with_series
from lib.analysis.settings import MISSING_RULES, View
from lib.narrative.captions import figure_footer
from lib.narrative.caveats import cautions, incomparable, notes, recounting
from lib.narrative.decay_table import decay
from lib.narrative.headline import headline
from lib.narrative.point_details import about_study, count_findings
from lib.narrative.series_text import sentences
from lib.narrative.story.ready_made_story import _points, story
from tests.thoroughness import examples

ROWS = [
    {"study": f"S {i}", "months": months, "n_enrolled": 40, "n_assessed": n, "responders": r} | more
    for i, more in enumerate(
        [
            {},
            {"caution": "Doubtful."},
            {"unit": "joints", "outcome": "pain"},
            {"n_basis": "assumed"},
            {"arm": "Sham", "note": "Read off a graph."},
            {"caution": "Doubtful.", "outcome": "function"},
            {"n_enrolled": ""},
            {"outcome": "function"},
        ]
    )
    for months, n, r in ((3, 30, 25 - i), (6, 25, 18), (12, 20, 9))
] + [{"study": f"T {i}", "rate_pct": 50} for i in range(8)]


def told(points, view):
    found = decay(points, view)
    table = found.rows.sort_values("label", ignore_index=True)
    lists = (sentences(points, 99), cautions(points), incomparable(points), notes(points),
             recounting(points, view), about_study(points), count_findings(points),
             found.about, found.notes)  # fmt: skip
    texts = headline(points, view.level), figure_footer(points, view)
    return table, [set(told) for told in lists], texts


@examples(10)
@given(st.permutations(range(len(ROWS))), st.sampled_from(MISSING_RULES))
def test_the_order_of_rows_changes_nothing(typed, points_of, order, rule):
    view = View(missing=rule)
    one = told(points_of(typed(*ROWS), view), view)
    other = told(points_of(typed(*(ROWS[i] for i in order)), view), view)
    pd.testing.assert_frame_equal(one[0], other[0])
    assert one[1:] == other[1:]


@examples(5)
@given(st.permutations(range(len(ROWS))))
def test_nor_does_it_change_the_slides_but_for_their_order(typed, order):
    def slides(rows):
        every = story(with_series(rows))
        # Which studies share a page of panels is the order of the file.
        pages = [slide for slide in every if slide.title.startswith("Studies ")]
        lines = {line for slide in pages for line in slide.note.split("\n\n")}
        series = set(sentences(_points(with_series(rows), View()), 99))
        rest = {
            (slide.title, frozenset(slide.note.split("\n\n")))
            for slide in every
            if slide not in pages
        }
        assert series <= lines
        return rest, lines & series

    assert slides(typed(*(ROWS[i] for i in order))) == slides(typed(*ROWS))
