import pytest

from lib.analysis.fitted_curves import fitted_lines
from lib.analysis.settings import View
from lib.charts.curves.curves import curves as curves_chart
from lib.charts.plotly.figure import plotly_figure
from lib.charts.theme import LIGHT
from lib.narrative.decay_table import decay
from lib.narrative.numbers.fitted_text import NONE_FITTED, NOT_CHECKED, fitted_footer, fitted_words


def curves(*args, **how):
    return plotly_figure(curves_chart(*args, **how))


@pytest.fixture
def lines_of(points_of):
    def make(rows, focus=()):
        points = points_of(rows)
        return points, fitted_lines(points, decay(points, View()).halves, focus)

    return make


def fitted(figure):
    return [trace for trace in figure.data if trace.meta == "fitted"]


def test_only_a_series_with_a_half_life_has_a_line(real_rows, lines_of):
    points, lines = lines_of(real_rows)
    (trace,) = fitted(curves(points, (), None, lines))
    assert (trace.line.dash, trace.mode) == ("dashdot", "lines")
    assert trace.line.color == LIGHT.colours[0]
    assert (trace.x[0], trace.x[-1]) == (3, 12)
    # R: decay_exponential.csv; half is lost in 19.5 months.
    assert trace.y[-1] / trace.y[0] == pytest.approx(0.5 ** (9 / 19.5), rel=1e-3)
    assert "Half-life: at least 8.0 months (95% interval; no upper end)." in trace.hovertext


def test_nothing_is_fitted_unless_asked(real_points):
    assert not fitted(curves(real_points))


def test_the_footer_says_which_fit_cannot_be_checked(real_rows, lines_of):
    _, lines = lines_of(real_rows)
    assert fitted_footer(lines).endswith(f"{NOT_CHECKED}: Chakraverty 2004, Prolotherapy.")
    assert fitted_words(lines) == [
        "A fitted line is drawn for Chakraverty 2004, Prolotherapy: half-life at least 8.0 months "
        "(95% interval; no upper end), which rests on an assumed number assessed."
    ]


def test_without_any_half_life_the_footer_says_so():
    assert fitted_footer(()) == NONE_FITTED
    assert fitted_words(()) == []


def test_a_fit_to_four_visits_can_be_checked(typed, lines_of):
    visits = [(3, 18), (6, 14), (9, 12), (12, 8)]
    rows = typed(*({"months": m, "responders": r, "n_assessed": 20} for m, r in visits))
    _, lines = lines_of(rows)
    assert NOT_CHECKED not in fitted_footer(lines)


def test_counts_off_the_curve_have_no_line(typed, lines_of):
    # Trial 3, radiotherapy alone, of data/examples/gliomas.csv.
    visits = [(6, 40), (12, 15), (18, 3), (24, 0)]
    rows = typed(*({"months": m, "responders": r, "n_assessed": 68} for m, r in visits))
    points, lines = lines_of(rows)
    assert lines == ()
    assert fitted(curves(points, (), None, lines)) == []


def test_a_fit_to_joints_says_what_it_takes_apart(typed, lines_of):
    visits = [(3, 18), (6, 14), (9, 12), (12, 8)]
    rows = typed(
        *({"months": m, "responders": r, "n_assessed": 20, "unit": "joints"} for m, r in visits)
    )
    points, lines = lines_of(rows)
    assert "Several joints of one patient" in fitted_footer(lines)
    (trace,) = fitted(curves(points, (), None, lines))
    assert "Several joints of one patient" in trace.hovertext.replace("<br>", " ")
    assert "deviance" in trace.hovertext


def test_in_a_crowd_only_the_study_in_focus_has_a_line(many_rows, lines_of):
    rows = many_rows(20)
    assert lines_of(rows)[1] == ()
    falling = "Study 003 2000"
    points, (line,) = lines_of(rows, (falling,))
    assert line.label.startswith(falling)
    assert len(fitted(curves(points, (falling,), None, (line,)))) == 1


def test_a_label_that_looks_like_a_template_stays_text(typed, lines_of):
    visits = [(3, 18), (6, 14), (12, 8)]
    rows = typed(
        *({"study": "<b>%{x}", "months": m, "responders": r, "n_assessed": 20} for m, r in visits)
    )
    points, lines = lines_of(rows)
    (trace,) = fitted(curves(points, (), None, lines))
    assert trace.hovertemplate is None
    assert "&lt;b&gt;%{x}" in trace.hovertext
