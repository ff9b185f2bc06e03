import pytest

from lib.analysis.pooling.time_windows import TOO_MANY
from lib.charts.figure_options import Picture
from lib.charts.plotly.figure import plotly_figure
from lib.narrative.pooling.synthesis_tables import STATED
from lib.studies.dataset import dataset_of
from lib.ui.figures.synthesis import NO_FIGURE, NO_POOL, UNSTATED, synthesis_figure_for
from tests.conftest import as_csv


def rows(treatment, outcomes=("relief",)):
    return [
        {"study": f"{treatment} {i}", "arm": treatment, "treatment": treatment, "months": 6}
        | {"outcome": outcomes[i % len(outcomes)], "n_assessed": 20, "responders": 5 + i}
        for i in range(4)
    ]


DATA = dataset_of(as_csv(*rows("Block"), *rows("Heat", ("cure", "relief"))), "made-up.csv")
SAME = (("same_outcomes", ("true",)), ("with_cautions", ("true",)))


def of(treatment, *more):
    return synthesis_figure_for(DATA, (("treatment", (treatment,)), *more))


def names(sight):
    return {name for name, _ in sight.asked}


def test_what_was_stated_of_a_treatment_that_is_gone_is_not_heeded():
    sight, kept = of("Leeches", *SAME)
    assert not {"same_outcomes", "with_cautions"} & names(sight)
    assert "“Leeches” is not in the data now, so Block is shown instead" in kept.fallbacks[0]
    assert "Stated" not in sight.method


def test_what_is_stated_of_a_treatment_that_is_there_is_heeded():
    sight, kept = of("Heat", *SAME)
    assert {"same_outcomes", "with_cautions"} <= names(sight)
    assert kept.fallbacks == ()


def test_a_forest_plot_keeps_what_the_figure_under_it_asks():
    asked = ("worth", ("60",)), ("prior", ("0.5",))
    sight, _ = of("Block", ("figure", ("6",)), *asked)
    assert set(asked) <= set(sight.asked)


def test_nothing_is_stated_where_there_is_one_definition():
    assert "same_outcomes" not in names(of("Block", *SAME)[0])


def test_a_slide_that_asks_for_treatments_not_stated_is_told():
    blank = [row | {"treatment": ""} for row in rows("Block")]
    asked = (("treatment", ("Not stated",)),)
    for more in ((), rows("Heat")):
        data = dataset_of(as_csv(*blank, *more), "made-up.csv")
        assert synthesis_figure_for(data, asked)[1].fallbacks == (UNSTATED,)


def test_arms_that_are_chosen_are_kept_and_those_of_another_treatment_are_not():
    second = {"arm": "second", "study": "Block 0"}
    data = dataset_of(as_csv(*rows("Block"), rows("Block")[0] | second, *rows("Heat")), "f.csv")
    arms = ("arms", ("Block 0 · second",))
    sight, kept = synthesis_figure_for(data, (("treatment", ("Block",)), arms))
    assert arms in sight.asked
    assert kept.notes == ()
    _, kept = synthesis_figure_for(data, (("treatment", ("Heat",)), arms))
    assert kept.notes == ("arms “Block 0 · second”",)


def test_a_definition_of_another_treatment_is_not_asked_for():
    sight, _ = synthesis_figure_for(DATA, (("treatment", ("Leeches",)), ("outcome", ("cure",))))
    assert ("outcome", ("relief",)) in sight.asked


@pytest.mark.parametrize(
    ("figure", "told"), [("12", NO_POOL.format("12 months")), ("7", NO_FIGURE.format("7"))]
)
def test_a_figure_that_is_not_there_is_told(figure, told):
    sight, kept = of("Block", ("figure", (figure,)))
    assert kept.fallbacks == (told,)
    assert "figure" not in names(sight)


def test_a_window_around_another_month_is_shown():
    sight, kept = of("Block", ("centres", ("7.5", "5", "6")), ("figure", ("5",)))
    assert kept.notes == ("centres “7.5”", "centres “5”", "figure “5”")
    assert ("centres", ("6",)) in sight.asked
    sight, kept = of("Block", ("centres", ("15", "6")), ("figure", ("6",)))
    assert (kept.notes, kept.fallbacks) == ((), ())
    assert {("centres", ("6", "15")), ("figure", ("6",))} < set(sight.asked)


def test_more_windows_than_are_shown_are_told():
    rows_of = [row | {"months": months} for months in range(1, 20) for row in rows("Block")]
    many = dataset_of(as_csv(*rows_of), "made-up.csv")
    every = tuple(map(str, range(1, 20)))
    sight, kept = synthesis_figure_for(many, (("centres", every),))
    assert kept.fallbacks == (TOO_MANY,)
    assert dict(sight.asked)["centres"] == every[:12]


def test_a_statement_stands_once_in_every_sight_and_in_its_table():
    for figure in ("segments", "6"):
        sight, _ = of("Heat", *SAME, ("figure", (figure,)))
        assert sight.method.count(STATED) == 1
        assert STATED in sight.table().to_string()
        assert plotly_figure(sight.draw(Picture())).data


def test_the_table_of_a_forest_sight_holds_the_pool():
    sight, _ = of("Block", ("figure", ("6",)))
    studies = sight.table()["Study"].tolist()
    assert studies[:6] == [*(f"Block {i}" for i in range(4)), "Pooled, 4 studies",
                           "A new, similar study"]  # fmt: skip
    assert sight.table().map(lambda cell: isinstance(cell, str)).all(axis=None)


def test_the_chance_of_a_window_goes_to_its_address_and_back():
    asked = (("figure", ("chance-6",)), ("worth", ("35",)), ("prior", ("0.5",)))
    sight, kept = of("Block", *asked)
    assert kept.fallbacks == kept.notes == ()
    assert set(asked) <= set(sight.asked)
    assert synthesis_figure_for(DATA, sight.asked)[0] is sight


def test_the_chance_of_a_window_with_nothing_in_it_is_told_to_be_missing():
    sight, kept = of("Block", ("figure", ("chance-12",)))
    assert "is not told" in kept.fallbacks[0]
    assert sight.title.endswith("with what is pooled")
