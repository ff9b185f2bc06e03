from dataclasses import replace
from functools import cache
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.selection import colour_key, with_series
from lib.analysis.settings import BY_STUDY, BY_TREATMENT
from lib.charts.figure_options import Picture
from lib.charts.looks import key, legend, looks
from lib.charts.theme import DARK, LIGHT, SYMBOLS
from lib.studies.validation.validate import check
from tests.conftest import as_csv
from tests.thoroughness import examples

STUDIES = tuple(f"Study {letter}" for letter in "ABCDEFGHIJ")
TREATMENTS = ("", *(f"Drug {letter}" for letter in "ABCDEFGHI"))
PICTURE = Picture(colour_by=BY_TREATMENT)

EVERY_VISIT = tuple(product(STUDIES, TREATMENTS, (3, 6, 12)))
files = st.lists(st.sampled_from(EVERY_VISIT), min_size=1, max_size=24, unique=True)


def read(visits):
    return check(
        as_csv(
            *(
                {"study": s, "treatment": t, "arm": t or "Arm", "months": months, "rate_pct": 50}
                for s, t, months in visits
            )
        )
    ).rows


@cache
def every_row():
    return read(EVERY_VISIT)


def rows_of(visits):
    """As `read`, in a tenth of its time: no row is read otherwise for those beside it."""
    rows = every_row().take(list(map(EVERY_VISIT.index, visits)))
    return rows.set_axis(pd.Index(range(2, 2 + len(rows)), name="row"))


@given(files)
@examples(10)
def test_rows_taken_out_of_all_are_those_of_a_file_of_their_own(visits):
    pd.testing.assert_frame_equal(rows_of(visits), read(visits))


def drawn(rows, picture=PICTURE):
    """The look of each series, by its name."""
    named = with_series(rows).assign(hollow=True)
    names = dict(zip(named["series"], named["label"], strict=True))
    return {names[series]: look for series, look in looks(named, picture).items()}


@given(files, st.integers(1, 24), st.sampled_from((BY_STUDY, BY_TREATMENT)))
@examples(200)
def test_rows_at_the_end_change_no_look_of_those_before(rows, first, by):
    picture = Picture(colour_by=by)
    every = rows_of(rows)
    before, after = drawn(every.head(first), picture), drawn(every, picture)
    assert {name: after[name] for name in before} == before


@given(files, st.integers(1, 24))
@examples(200)
def test_once_colour_is_the_treatment_rows_at_the_end_do_not_change_that(rows, first):
    every = rows_of(rows)
    before, after = with_series(every.head(first)), with_series(every)
    assert colour_key(before) in (BY_STUDY, colour_key(after))


@given(files, st.data())
@examples(200)
def test_a_selection_changes_no_look(rows, data):
    named = with_series(rows_of(rows)).assign(hollow=True)
    chosen = data.draw(st.lists(st.sampled_from(sorted(named["series"].unique())), min_size=1))
    every, few = looks(named, PICTURE), looks(named[named["series"].isin(chosen)], PICTURE)
    assert few == {series: every[series] for series in few}


@given(files)
@examples(200)
def test_a_colour_is_of_one_treatment_up_to_the_seventh(rows):
    named = with_series(rows_of(rows)).assign(hollow=True)
    treatment = dict(zip(named["series"], named["treatment"], strict=True))
    order = dict(zip(named["series"], named["treatment_order"], strict=True))
    found = {}
    for series, look in looks(named, PICTURE).items():
        if 0 <= order[series] < len(LIGHT.colours):
            found.setdefault(look.colour, set()).add(treatment[series])
        else:
            assert look.colour == LIGHT.neutral
    assert all(len(names) == 1 for names in found.values())


def test_treatments_are_told_apart_where_two_are_stated(typed):
    one = {"treatment": "A", "rate_pct": 50}
    blank, other = {"arm": "X", "rate_pct": 50}, {"arm": "Y", "treatment": "B", "rate_pct": 50}
    assert colour_key(with_series(typed(one, blank))) == BY_STUDY
    assert colour_key(with_series(typed(one, other))) == BY_TREATMENT
    assert colour_key(with_series(typed(one, other)), BY_STUDY) == BY_STUDY


def test_studies_of_a_treatment_have_a_marker_and_a_shade_each(many_rows):
    found = drawn(many_rows(12))
    assert [look.symbol for look in found.values()] == list(SYMBOLS)
    first = [look.colour for look in list(found.values())[::3]]
    assert first == [LIGHT.colours[0], LIGHT.shades[0]] * 2


def test_arms_of_a_study_have_shades_of_its_colour(typed):
    rows = typed({"rate_pct": 50}, {"arm": "Sham", "role": "comparator", "rate_pct": 40})
    found = list(drawn(rows, Picture(DARK)).values())
    assert [look.colour for look in found] == [DARK.colours[0], DARK.shades[0]]
    assert [look.dash for look in found] == ["dot", "dash"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_legend_names_the_colours_that_are_seen(real_points, theme):
    picture = Picture(theme, colour_by=BY_TREATMENT)
    names = ["Prolotherapy", "Corticosteroid"]
    assert [run.text for run in legend(real_points, picture)] == names
    seen = real_points[real_points["treatment"] == names[1]]
    assert legend(seen, picture) == legend(real_points, picture)[1:]


def test_the_legend_counts_those_that_share_the_neutral_colour(many_rows, points_of, typed):
    *named, rest = legend(points_of(many_rows(9)), Picture())
    assert [run.text for run in named] == [f"Study 00{i} 2000" for i in range(7)]
    assert (rest.text, rest.colour) == ("2 other studies", LIGHT.neutral)
    assert legend(points_of(many_rows(8)), Picture())[-1].text == "Study 007 2000"
    blank = points_of(pd.concat([many_rows(1), typed({"rate_pct": 50})]))
    assert [run.text for run in legend(blank, PICTURE)] == ["Drug 0", "Treatment not stated"]


@given(files)
@examples(200)
def test_a_figure_by_itself_says_several_treatments_once(rows):
    named = with_series(rows_of(rows))
    alone = replace(PICTURE, with_key=True)
    several = legend(named, PICTURE) if named["treatment"].nunique() > 1 else ()
    assert key(named, alone) == several
    assert key(named, PICTURE) == ()
    assert key(named, replace(alone, colour_by=BY_STUDY)) == ()
