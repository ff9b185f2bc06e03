from lib.analysis.estimates import estimates
from lib.analysis.selection import with_series
from lib.analysis.settings import View
from lib.charts.cards import MOST_CARDS, big_numbers, definitions
from lib.charts.figure_options import SLIDE, Picture
from lib.charts.plotly.figure import plotly_figure
from lib.narrative.series_text import with_words

ON_SLIDE = Picture(room=SLIDE)


def points_of(rows):
    return with_words(estimates(with_series(rows), View())).reset_index()


def texts(runs):
    return [run.text for run in runs]


def test_one_visit_is_a_number_with_its_count_and_interval(typed):
    rows = typed({"months": 6, "responders": 12, "n_assessed": 20, "rate_pct": ""})
    (card,) = big_numbers(points_of(rows), ON_SLIDE).cards
    assert card.number.text == "60.0%"
    assert texts(card.lines) == ["at 6 months", "12 of 20 responded", "95% interval 38.7 to 78.1%"]


def test_where_there_is_no_interval_the_reason_stands(typed):
    (card,) = big_numbers(points_of(typed({"rate_pct": 50})), ON_SLIDE).cards
    assert " ".join(texts(card.lines)).startswith("at 3 months denominator not stated No interval:")


def test_definitions_name_their_studies(real_rows):
    chart = definitions(points_of(real_rows), ON_SLIDE)
    assert len(chart.cards) == 3
    assert texts(chart.cards[0].lines) == ["Chakraverty 2004"]
    drawn = plotly_figure(chart)
    assert len(drawn.layout.annotations) == 6
    assert (drawn.layout.width, drawn.layout.height) == SLIDE


def test_more_definitions_than_fit_are_counted(typed):
    rows = typed(*({"study": f"S {i}", "outcome": f"O {i}", "rate_pct": 50} for i in range(9)))
    *_, last = definitions(points_of(rows), ON_SLIDE).cards
    assert texts(last.heading) == [f"And {9 - MOST_CARDS} more."]
