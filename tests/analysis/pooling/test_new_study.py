import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.pooling.new_study import SHARES, new_study
from lib.analysis.pooling.question import PoolingQuestion, Question
from lib.analysis.pooling.synthesis import synthesize
from lib.analysis.settings import NON_RESPONDERS, View
from lib.narrative.pooling.new_study_text import why_not
from lib.stats.refusal import ModelRefusal, Refusal
from tests.thoroughness import examples

COUNTS = ((15, 19), (19, 25), (8, 25), (24, 103), (2, 25))


@pytest.fixture(scope="module")
def at_six(points_of, typed):
    def make(*counts, view=None, more=(), **question):
        first = {"treatment": "T", "outcome": "relief", "months": 6}
        rows = [
            first | {"study": f"S {i}", "responders": r, "n_assessed": n, "n_enrolled": n + 10}
            for i, (r, n) in enumerate(counts)
        ]
        view = view or View()
        asked = PoolingQuestion(Question("T", "relief", **question), view)
        return synthesize(points_of(typed(*rows, *(first | row for row in more)), view), asked)[1]

    return make


@pytest.fixture(scope="module")
def told(at_six):
    return new_study(at_six(*COUNTS), 1.0)


@given(st.floats(0, 100), st.floats(0, 100))
@examples(20)
def test_the_chance_falls_as_the_threshold_rises(told, one, other):
    low, high = sorted((one, other))
    assert told.chance_over(low) >= told.chance_over(high)


def test_the_chance_is_the_part_of_the_curve_above_the_threshold(told):
    shares, heights = np.array(SHARES), told.heights
    assert heights[shares >= 40].sum() / heights.sum() == pytest.approx(
        told.chance_over(40), abs=5e-3
    )


@pytest.mark.parametrize(("responders", "is_over"), [(0, False), (20, True)])
def test_it_answers_where_nobody_or_everybody_responds(at_six, responders, is_over):
    window = at_six(*[(responders, 20)] * 3)
    assert window.pooled.reason
    assert (new_study(window, 1.0).chance_over(50) > 0.5) is is_over


def test_two_studies_tell_nothing_of_a_new_one(at_six):
    new = new_study(at_six(*COUNTS[:2]), 1.0)
    assert new.reason is Refusal.TOO_FEW_QUALIFY
    assert np.isnan(new.chance_over(50))
    assert "a pool takes 3 or more" in why_not(new)


def test_a_published_estimate_without_a_count_is_named(at_six):
    published = {"study": "P", "estimate": "time_to_event", "rate_pct": 50}
    window = at_six(
        *COUNTS, more=[published | {"ci_low_pct": 35, "ci_high_pct": 65}], with_published=True
    )
    new = new_study(window, 1.0)
    assert (new.reason, new.studies) == (ModelRefusal.COUNTS_ONLY, ("P",))
    assert "P published an estimate without a count" in why_not(new)


def test_missing_patients_count_as_the_view_says(at_six, told):
    strict = new_study(at_six(*COUNTS, view=View(missing=NON_RESPONDERS)), 1.0)
    assert strict.chance_over(40) < told.chance_over(40)
