"""What a change of the file must not change on the pages, and what it must.

The pages' own frames are compared: points, falls, one month with its pairs, pools.
"""

import csv
import io
import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.analysis.pooling.question import PoolingQuestion, Question
from lib.analysis.pooling.synthesis import treatments
from lib.analysis.settings import (
    AS_REPORTED,
    MISSING_RULES,
    NON_RESPONDERS,
    RESPONDERS,
    WHAT_IF,
    MonthQuestion,
    View,
)
from lib.narrative.series_text import sentences
from lib.studies.dataset import dataset_of
from lib.studies.revisions.diff import compare
from lib.studies.revisions.dry_run import dry_run
from lib.studies.schema import COLUMNS
from lib.studies.validation.validate import check
from lib.ui.explore.curve_text import view_text
from lib.ui.explore.month_comparison import compare_month
from lib.ui.explore.pooling.synthesis_section import synthesis
from lib.ui.session.dataset import falls, points
from tests.conftest import ROOT
from tests.thoroughness import examples

NAMES = [column.name for column in COLUMNS]
REAL = list(csv.DictReader(io.StringIO((ROOT / "data" / "studies.csv").read_text())))
MONTHS = (3, 6, 12)
SWAPPED = {
    AS_REPORTED: AS_REPORTED,
    NON_RESPONDERS: RESPONDERS,
    RESPONDERS: NON_RESPONDERS,
    WHAT_IF: WHAT_IF,
}


def data_of(rows, names=NAMES):
    text = io.StringIO()
    writer = csv.DictWriter(text, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return dataset_of(text.getvalue().encode(), "made-up.csv")


def arm_rows(study, arm, counts):
    role, treatment = arm
    return [
        {
            "study": study, "arm": treatment, "treatment": treatment, "role": role,
            "months": months, "responders": r, "n_assessed": n, "n_enrolled": e,
            "outcome": "relief", "randomised": "yes",
        }
        for months, (r, n, e) in zip(MONTHS, counts, strict=False)
    ]  # fmt: skip


@st.composite
def counts(draw):
    enrolled = draw(st.integers(6, 60))
    visits = draw(st.integers(1, 3))
    assessed = [draw(st.integers(5, enrolled)) for _ in range(visits)]
    return [(draw(st.integers(0, n)), n, enrolled) for n in assessed]


@st.composite
def files(draw):
    """Rows of up to five studies of one or two arms."""
    arms = (("intervention", "Drug"), ("comparator", "Sham"))
    chosen = draw(st.lists(st.integers(1, 2), min_size=1, max_size=5))
    return [
        row
        for study, number in enumerate(chosen)
        for arm in arms[:number]
        for row in arm_rows(f"Study {study}", arm, draw(counts()))
    ]


def pool_question(view=View()):  # noqa: B008 (frozen)
    return PoolingQuestion(Question("Drug", "relief"), view)


def pools(data, view=View()):  # noqa: B008 (frozen)
    return {
        window.centre: window.pooled
        for window in synthesis(data, pool_question(view)).windows
        if window.is_pooled
    }


def numbers(frame, names):
    """Rows of numbers, in whatever order they stand."""
    rows = frame[list(names)].astype(object).where(frame[list(names)].notna(), None)
    return sorted(map(repr, rows.itertuples(index=False, name=None)))


def everything(data, view, month=3):
    """Whatever the pages say of a file, with the order of what has none taken out."""
    told, at = view_text(data, view), compare_month(data, MonthQuestion(month, 0, view))
    pooled = synthesis(data, pool_question(view))
    seen = points(data, view)
    texts = ["study", "arm", "months", "rate_text", "count_text", "interval_text", "no_rate"]
    return {
        "points": numbers(seen, texts),
        "sentences": sorted(sentences(seen)),
        "cautions": sorted(told.cautions),
        "falls": numbers(falls(data, view).rows.astype(str), falls(data, view).rows.columns),
        "month": sorted(at.sentences),
        "pairs": numbers(at.pairs_table, at.pairs_table),
        "refused": sorted(at.refused),
        "pools": pooled.headline,
        "windows": numbers(pooled.overview.astype(str), pooled.overview.columns),
        "treatments": treatments(seen),
    }


@examples(10)
@given(rows=files(), drawn=st.data(), rule=st.sampled_from(MISSING_RULES))
def test_neither_the_order_nor_the_parts_of_a_file_change_anything(rows, drawn, rule):
    assume(len(rows) > 1)
    # One file for all three, as most of the time goes to what the pages say of the whole.
    view = View(missing=rule)
    whole = everything(data_of(rows), view)
    assert everything(data_of(drawn.draw(st.permutations(rows))), view) == whole
    assert everything(data_of(rows, drawn.draw(st.permutations(NAMES))), view) == whole
    joined = in_two_parts(rows, drawn.draw(st.integers(1, len(rows) - 1)))
    assert everything(joined, view) == whole


def in_two_parts(rows, first):
    part, rest = data_of(rows[:first]), data_of(rows[first:])
    joined = dry_run(compare(part, [("rest.csv", check(rest.data))]).changes).dataset
    return dataset_of(joined.data, "made-up.csv")


@cache
def everything_real(view):
    return everything(data_of(REAL), view)


@examples(10)
@given(drawn=st.data(), rule=st.sampled_from(MISSING_RULES))
def test_the_order_of_the_real_rows_changes_nothing(drawn, rule):
    view = View(missing=rule)
    again = everything(data_of(drawn.draw(st.permutations(REAL))), view)
    assert again == everything_real(view)


@examples(10)
@given(rows=files())
def test_other_names_of_the_studies_change_only_the_names(rows):
    def rename(row):
        # In the other order, so that nothing can hang on the alphabet but the order of lines.
        return row | {"study": f"Name {9 - int(row['study'][-1])}"}

    def back(text):
        return re.sub(r"Name (\d)", lambda hit: f"Study {9 - int(hit[1])}", text)

    names = ("arm", "months", "rate", "low", "high", "r", "n")
    one, other = data_of(rows), data_of(map(rename, rows))
    assert numbers(points(one, View()), names) == numbers(points(other, View()), names)
    told = (sentences(points(data, View())) for data in (one, other))
    assert sorted(next(told)) == sorted(map(back, next(told)))
    pools_of_both = [pools(data) for data in (one, other)]
    shares = [{centre: pool.proportion for centre, pool in each.items()} for each in pools_of_both]
    assert shares[0] == pytest.approx(shares[1])


def doubled(row):
    return row | {name: 2 * row[name] for name in ("responders", "n_assessed", "n_enrolled")}


@examples(10)
@given(rows=files(), rule=st.sampled_from(MISSING_RULES))
def test_twice_the_patients_have_the_same_shares_and_narrower_intervals(rows, rule):
    view = View(missing=rule)
    # What is supposed of the missing adds 1/2 where nobody or everybody responds.
    rows = [row for row in rows if rule != WHAT_IF or 0 < row["responders"] < row["n_assessed"]]
    if not rows:
        return
    one, two = points(data_of(rows), view), points(data_of(map(doubled, rows)), view)
    assert two["rate"].tolist() == pytest.approx(one["rate"].tolist())
    assert ((two["high"] - two["low"]) < (one["high"] - one["low"])).all()
    pairs_of = [
        compare_month(data_of(each), MonthQuestion(3, 0, view)).pairs
        for each in (rows, map(doubled, rows))
    ]
    for few, many in zip(*pairs_of, strict=True):
        less, more = few.contrast.difference, many.contrast.difference
        assert more.value == pytest.approx(less.value)
        assert more.high - more.low < less.high - less.low


def swapped(row):
    return row | {"responders": row["n_assessed"] - row["responders"]}


@examples(10)
@given(rows=files(), rule=st.sampled_from(MISSING_RULES))
def test_responders_and_the_others_change_places(rows, rule):
    view, mirrored = View(missing=rule), View(missing=SWAPPED[rule])
    one, other = data_of(rows), data_of(map(swapped, rows))
    seen, mirror = points(one, view), points(other, mirrored)
    assert mirror["rate"].tolist() == pytest.approx((100 - seen["rate"]).tolist())
    assert mirror["low"].tolist() == pytest.approx((100 - seen["high"]).tolist(), abs=1e-9)
    for pair, turned in zip(
        compare_month(one, MonthQuestion(3, 0, view)).pairs,
        compare_month(other, MonthQuestion(3, 0, mirrored)).pairs,
        strict=True,
    ):
        difference, opposite = pair.contrast.difference, turned.contrast.difference
        assert opposite.value == pytest.approx(-difference.value, abs=1e-9)
        assert opposite.low == pytest.approx(-difference.high, abs=1e-9)
    shares, opposites = pools(one, view), pools(other, mirrored)
    assert shares.keys() == opposites.keys()
    for centre, pool in shares.items():
        assert opposites[centre].proportion == pytest.approx(1 - pool.proportion, abs=1e-6)
        assert np.isclose(opposites[centre].tau2, pool.tau2, atol=1e-4)


def test_the_frames_compared_here_hold_something():
    rows = [
        row
        for study in range(4)
        for row in arm_rows(
            f"Study {study}", ("intervention", "Drug"), [(9, 20, 24), (8 + study, 20, 24)]
        )
    ]
    rows += arm_rows("Study 0", ("comparator", "Sham"), [(3, 20, 24)])
    data = data_of(rows)
    said = everything(data, View())
    assert len(said["points"]) == 9
    assert len(said["falls"]) == 4
    assert len(said["pairs"]) == 1
    assert set(pools(data)) == {3, 6}
    assert isinstance(falls(data, View()).rows, pd.DataFrame)
