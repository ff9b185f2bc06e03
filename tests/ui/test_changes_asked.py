import pytest

from lib.analysis.pooling.question import CHANGE_KEYS, POINTS
from lib.charts.figure_options import Picture
from lib.charts.spec import Curves, Forest
from lib.slides.slide_list import SAME_STUDIES
from lib.studies.dataset import dataset_of
from lib.ui.figures.synthesis import synthesis_figure_for
from tests.conftest import as_csv

COUNTS = ((30, 20, 10), (25, 20, 15), (35, 21, 9), (28, 24, 20), (33, 12, 6))
MONTHS = (3, 6, 24)
DATA = dataset_of(
    as_csv(
        *(
            {"study": f"S {i}", "treatment": "Block", "outcome": "relief", "months": month}
            | {"responders": number, "n_assessed": 40}
            for i, counts in enumerate(COUNTS)
            for month, number in zip(MONTHS, counts, strict=True)
        ),
        {"study": "Late", "treatment": "Block", "outcome": "relief", "months": 24}
        | {"responders": 30, "n_assessed": 40},
    ),
    "made-up.csv",
)
SHOW = ("show", (SAME_STUDIES,))


def of(*asked, data=DATA):
    return synthesis_figure_for(data, asked)


def test_the_view_alone_asks_for_the_lines_and_a_figure_alone_for_the_view():
    lines, _ = of(SHOW)
    assert isinstance(lines.draw(Picture()), Curves)
    assert of(("figure", ("Lines",)))[0].asked == lines.asked
    assert isinstance(of(("figure", ("Forest",)))[0].draw(Picture()), Forest)
    assert {SHOW, ("figure", ("Lines",))} <= set(lines.asked)


def test_what_is_drawn_is_what_the_address_asks():
    months = (("earlier", ("6",)), ("later", ("24",)), ("change_measure", (POINTS,)))
    figure, kept = of(SHOW, *months)
    assert set(months) <= set(figure.asked)
    assert "from 6 to 24 months" in figure.title
    assert not kept.fallbacks


def test_a_month_that_no_window_lies_around_is_told():
    _, kept = of(SHOW, ("centres", ("3", "6")), ("later", ("24",)))
    assert kept.fallbacks[0].startswith("No window lies around 24 months")


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ((("earlier", ("24",)), ("later", ("6",))), "lies before the earlier one"),
        ((("earlier", ("6",)), ("later", ("6",))), "the same window"),
        ((("centres", ("6",)),), "a change takes two"),
        ((("earlier", ("12",)), ("later", ("24",))), "No study is seen at both 12 and 24 months"),
    ],
)
def test_what_cannot_be_pooled_is_refused_with_the_reason(asked, why):
    figure, kept = of(SHOW, *asked)
    assert why in kept.fallbacks[0]
    assert dict(figure.asked).get("figure") is None


def test_old_addresses_open_the_windows():
    assert of()[0].title == "Block: share responding, with what is pooled"
    assert of(("figure", ("6",)))[0].title == "Block: pooled at 6 months"


@pytest.mark.parametrize("measure", CHANGE_KEYS)
@pytest.mark.parametrize("figure", ["Lines", "Forest"])
def test_a_figure_has_its_words_and_its_numbers_by_each_measure(figure, measure):
    shown, _ = of(("figure", (figure,)), ("change_measure", (measure,)), ("earlier", ("3",)))
    assert "in 5 studies seen at both" in shown.alt
    assert "other studies (1 only in the pool at 24 months)" in shown.alt
    table = shown.table()
    assert table["Study"].tolist()[:6] == [*(f"S {i}" for i in range(5)), "Pooled, 5 studies"]
    assert "correlation" in shown.method


def test_the_pooled_line_begins_at_the_share_of_the_same_studies():
    (panel,) = of(SHOW, ("earlier", ("3",)))[0].draw(Picture()).panels
    (pool,) = panel.pools
    assert pool.origin[0] == 3
    assert pool.start == pool.end == 24
    assert pool.low < pool.value < pool.high < pool.origin[1]
    assert pool.origin_label == f"{pool.origin[1]:.0f}%"
