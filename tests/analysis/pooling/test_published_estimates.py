import numpy as np
import pytest

from lib.analysis.pooling.published_estimates import WHY_NOT, with_published
from lib.analysis.pooling.question import PoolingQuestion, Question
from lib.analysis.pooling.synthesis import (
    by_the_other_model,
    has_published,
    synthesize,
    without_each,
)
from lib.analysis.settings import NON_RESPONDERS, View
from lib.stats.meta_analysis.pool import from_interval, logits, pool_estimates
from lib.stats.meta_analysis.pooled_result import Method
from lib.stats.refusal import Refusal

# Kim 2010: 58.7% (37.9 to 79.5) of 23, cumulative incidence.
KIM = {"study": "Kim", "estimate": "time_to_event", "rate_pct": 58.7, "n_enrolled": 23,
       "ci_low_pct": 37.9, "ci_high_pct": 79.5}  # fmt: skip
COUNTS = [
    {"study": f"S {i}", "responders": r, "n_assessed": n}
    for i, (r, n) in enumerate([(15, 19), (8, 25)])
]


@pytest.fixture
def points(points_of, typed):
    def make(*rows, view=None):
        first = {"treatment": "T", "outcome": "relief", "months": 6}
        return points_of(typed(*(first | row for row in rows)), view)

    return make


def window_of(points, view=None, **question):
    asked = PoolingQuestion(Question("T", "relief", centres=(6,), **question), view or View())
    (window,) = synthesize(points, asked)
    return window


def test_counts_and_a_published_estimate_are_pooled_by_reml(points):
    window = window_of(points(*COUNTS, KIM), with_published=True)
    kim = from_interval(0.587, (0.379, 0.795), 23)
    logit, se = logits([15, 8], [19, 25])
    theirs = pool_estimates([*logit, kim.logit], [*se, kim.se])
    assert window.pooled.method is Method.REML
    assert (window.pooled.k, window.pooled.n) == (3, 44)
    for name in ("proportion", "low", "high", "tau2"):
        # The order of studies, which is another here, moves the last digit.
        assert getattr(window.pooled, name) == pytest.approx(getattr(theirs, name), rel=1e-12)


def test_without_that_choice_none_joins(points):
    window = window_of(points(*COUNTS, KIM))
    assert (window.pooled.method, window.pooled.k) == (Method.GLMM, 2)
    assert "a time-to-event estimate is no count" in window.judged["why_not"].tolist()


def test_the_choice_pools_counts_alone_by_reml_too(points):
    frame = points(*(row | {"study": f"S {i}"} for i, row in enumerate(COUNTS * 3)))
    window = window_of(frame, with_published=True)
    assert window.pooled == by_the_other_model(window)


def test_each_study_is_left_out_by_the_same_model(points):
    frame = points(*COUNTS, KIM, KIM | {"study": "Lee"})
    pools = without_each(window_of(frame, with_published=True))
    assert {pooled.method for _, pooled in pools} == {Method.REML}
    assert not any(pooled.reason for _, pooled in pools)


def test_a_share_with_an_interval_but_without_a_count_joins(points):
    share = KIM | {"estimate": "proportion", "n_enrolled": ""}
    assert window_of(points(*COUNTS, share), with_published=True).is_pooled


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"ci_low_pct": "", "ci_high_pct": ""}, Refusal.NO_INTERVAL),
        ({"rate_pct": 100, "ci_high_pct": 100}, Refusal.NO_LOGIT),
        ({"ci_low_pct": 55, "ci_high_pct": 95}, Refusal.LOPSIDED),
        ({"ci_low_pct": 57, "ci_high_pct": 60.4}, Refusal.TOO_SURE),
    ],
)
def test_an_estimate_that_cannot_be_weighed_is_left_out_with_its_reason(points, row, reason):
    frame = points(*COUNTS, KIM | row)
    window = window_of(frame, with_published=True)
    assert window.judged["why_not"].tolist() == ["", "", WHY_NOT[reason]]
    assert not has_published(frame, "T")


def test_it_is_never_surer_than_the_patients_who_entered(points):
    frame = points(KIM | {"ci_low_pct": 39, "ci_high_pct": 78.4})
    read = with_published(frame, is_asked=True)
    assert read["effective_n"].tolist() == [23]
    assert read["se"].tolist() == pytest.approx([(23 * 0.587 * 0.413) ** -0.5])


def test_a_count_is_no_published_estimate(points):
    frame = points(COUNTS[0] | {"rate_pct": 79, "ci_low_pct": 57, "ci_high_pct": 92})
    read = with_published(frame, is_asked=True)
    assert read["is_published"].tolist() == [False]
    assert np.isnan(read["logit"]).all()
    assert not has_published(frame, "T")


def test_a_rule_for_missing_patients_leaves_estimates_out(points):
    view = View(missing=NON_RESPONDERS)
    frame = points(*COUNTS, KIM, view=view)
    told = window_of(frame, view, with_published=True).judged["why_not"].tolist()[-1]
    assert "not counted by this rule for missing patients" in told
