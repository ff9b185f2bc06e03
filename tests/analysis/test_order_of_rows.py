import io

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.pooling.new_study import new_study
from lib.analysis.pooling.question import PoolingQuestion, Question, Worth
from lib.analysis.pooling.synthesis import (
    arms_to_choose,
    by_the_other_model,
    outcomes,
    synthesize,
    treatments,
    without_each,
)
from lib.exports.tables.points_csv import Stamp
from lib.exports.tables.synthesis_csv import synthesis_csv
from lib.narrative.pooling.synthesis_tables import (
    forest_table,
    left_out_table,
    overview_table,
    segments_table,
)
from lib.narrative.pooling.synthesis_text import (
    statements,
    synthesis_headline,
    window_headline,
)
from lib.narrative.tables.window_matrix import window_matrix
from lib.studies.schema import IDENTITY
from lib.studies.validation.validate import check
from tests.conftest import as_csv
from tests.thoroughness import examples

KIM = {"estimate": "time_to_event", "rate_pct": 58.7, "ci_low_pct": 37.9, "ci_high_pct": 79.5}


@st.composite
def row(draw):
    """A row of few studies, arms, treatments, definitions and visits, so that there are ties."""
    n = draw(st.integers(5, 12))
    counted = {"n_assessed": n, "responders": draw(st.integers(1, n - 1))}
    return {
        "study": draw(st.sampled_from(["A", "B", "C", "D"])),
        "arm": draw(st.sampled_from(["low", "high"])),
        "treatment": draw(st.sampled_from(["T", "T", "U", ""])),
        "outcome": draw(st.sampled_from(["relief", "relief", "cure", ""])),
        "months": draw(st.sampled_from([5.9, 6, 6.1, 7.5])),
        "same_patients_as": draw(st.sampled_from(["", "", "", "high"])),
        "n_basis": draw(st.sampled_from(["", "assumed"])),
        **draw(st.sampled_from([counted, counted, counted, KIM])),
    }


def identity(row):
    default = {"estimate": "proportion"}
    return tuple(row.get(name, default.get(name, "")) for name in IDENTITY)


files = st.lists(row(), min_size=6, max_size=24, unique_by=identity)
asked_for = st.builds(
    Question,
    treatment=st.none(),
    outcome=st.none(),
    same_outcomes=st.booleans(),
    with_published=st.booleans(),
    centres=st.just((6, 9)),
    arms=st.sampled_from([(), ("A · low",)]),
)


def in_order(frame):
    """The lines of a table as texts, sorted."""
    return sorted(map(str, frame.to_dict("records")))


def results(points, question):
    """Every result of the page, from the treatment and definition that it opens with."""
    treatment = treatments(points)[0]
    outcome = outcomes(points, treatment)[0]
    asked = PoolingQuestion(
        Question(**{**vars(question), "treatment": treatment, "outcome": outcome})
    )
    windows = synthesize(points, asked)
    news = [new_study(window, 1.0) for window in windows]
    csv = synthesis_csv(news, asked, Worth(), Stamp("T", "f.csv", "1a2b", "1 May 2026"))
    pooled = [window for window in windows if window.is_pooled]
    return {
        "defaults": (treatments(points), outcomes(points, treatment)),
        "arms": arms_to_choose(points, treatment),
        "pools": [repr(window.pooled) for window in windows],
        "other": [repr(by_the_other_model(window)) for window in pooled],
        "left out": [in_order(left_out_table(without_each(each), 95)) for each in pooled],
        "csv": in_order(pd.read_csv(io.BytesIO(csv))),
        "windows": [in_order(window_matrix([window])) for window in windows],
        "forests": [in_order(forest_table(window, asked)) for window in pooled],
        "overview": in_order(overview_table(windows, 95)),
        "segments": in_order(segments_table(windows, asked)),
        "said": [window_headline(window, asked) for window in windows],
        "headline": (synthesis_headline(windows, asked), statements(windows, asked)),
    }


@given(files, asked_for, st.randoms(use_true_random=False))
@examples(12)
def test_no_result_depends_on_the_order_of_the_rows(points_of, rows, question, random):
    shuffled = random.sample(rows, len(rows))
    one, other = (points_of(check(as_csv(*each)).rows) for each in (rows, shuffled))
    assert results(one, question) == results(other, question)
