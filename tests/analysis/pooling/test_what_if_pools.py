import pytest

from lib.analysis.pooling.new_study import why_no_new_study
from lib.analysis.pooling.question import PoolingQuestion, Question
from lib.analysis.pooling.synthesis import by_the_other_model, synthesize, variants
from lib.analysis.pooling.what_if_pools import pools_by_imor
from lib.analysis.settings import WHAT_IF, View
from lib.narrative.pooling.synthesis_text import window_headline
from lib.narrative.pooling.what_if_text import what_if_notes, what_if_table
from lib.narrative.pooling.window_figures import window_footer
from lib.stats.meta_analysis.pooled_result import Method
from lib.stats.missing import IMORS
from lib.stats.refusal import Refusal

COUNTS = ((15, 19), (19, 25), (8, 25), (24, 103))
QUESTION = Question("T", "relief", centres=(6.0,))

AS_REPORTED = View()


@pytest.fixture
def window_of(points_of, typed):
    def make(missing, view=AS_REPORTED, **more):
        rows = [
            {"study": f"S {i}", "treatment": "T", "outcome": "relief", "months": 6}
            | {"responders": r, "n_assessed": n, "n_enrolled": None if lost is None else n + lost}
            | more
            for i, ((r, n), lost) in enumerate(zip(COUNTS, missing, strict=True))
        ]
        asked = PoolingQuestion(QUESTION, view)
        (window,) = synthesize(points_of(typed(*rows), view), asked)
        return window, asked

    return make


def test_where_nobody_is_missing_every_row_is_the_pool_of_logits(window_of):
    window, _ = window_of((0, 0, 0, 0))
    expected = by_the_other_model(window)
    for _, pooled in pools_by_imor(window):
        assert (pooled.proportion, pooled.low) == pytest.approx((expected.proportion, expected.low))


def test_better_odds_never_lower_the_pool(window_of):
    window, _ = window_of((3, 10, 8, 40))
    shares = [pooled.proportion for _, pooled in pools_by_imor(window)]
    assert shares == sorted(shares)


@pytest.mark.parametrize("place", range(len(IMORS)))
def test_a_view_that_supposes_it_has_the_pool_of_its_row(window_of, place):
    missing = (3, 10, 8, 40)
    window, _ = window_of(missing)
    supposed, _ = window_of(missing, View(missing=WHAT_IF, imor=IMORS[place]))
    _, row = pools_by_imor(window)[place]
    assert supposed.pooled.method is Method.REML
    found = (supposed.pooled.proportion, supposed.pooled.low, supposed.pooled.tau2)
    assert found == pytest.approx((row.proportion, row.low, row.tau2))


def test_studies_of_which_nobody_knows_who_is_missing_are_named(window_of):
    window, asked = window_of((3, None, 8, 40))
    table = what_if_table(pools_by_imor(window), asked.view.level)
    assert table["Studies"].tolist() == ["3"] * len(IMORS)
    assert what_if_notes(window)[1:] == [
        "Of 198 enrolled in these studies 51 are missing.",
        "1 study is not in it, since how many were enrolled or responded is not known: S 1.",
    ]


def test_too_few_studies_are_refused(window_of):
    window, _ = window_of((3, None, None, 40))
    assert {pooled.reason for _, pooled in pools_by_imor(window)} == {Refusal.TOO_FEW_QUALIFY}


def test_the_words_of_a_supposed_pool(window_of):
    window, asked = window_of((3, 10, 8, 40), View(missing=WHAT_IF, imor=0.5))
    assert "with 172 patients assessed" in window_headline(window, asked)
    footer = window_footer(window, asked)
    assert "Supposed shares are no counts, so they are pooled by REML, on logits." in footer
    assert "Missing with half the odds of those assessed." in footer
    assert WHAT_IF not in [name for name, _ in variants(asked)]


def test_arms_added_up_have_the_missing_of_both(points_of, typed):
    view = View(missing=WHAT_IF, imor=0.0)
    arms = [("S 0", "A", 8, 9), ("S 0", "B", 7, 10), *(("S 1", "A", 19, 25), ("S 2", "A", 8, 25))]
    rows = [
        {"study": study, "arm": arm, "treatment": "T", "outcome": "relief", "months": 6}
        | {"responders": r, "n_assessed": n, "n_enrolled": n + 1}
        for study, arm, r, n in arms
    ]
    (window,) = synthesize(points_of(typed(*rows), view), PoolingQuestion(QUESTION, view))
    both = window.entries.iloc[0]
    assert (both["r"], both["n"], both["n_enrolled"]) == (15, 19, 21)
    assert both["rate"] == pytest.approx(100 * 15 / 21)


def test_supposed_shares_are_not_taken_for_counts(window_of):
    window, _ = window_of((3, 10, 8, 40), View(missing=WHAT_IF, imor=2.0))
    assert why_no_new_study(window) == (Refusal.SUPPOSED_SHARE, ())


def test_arms_whose_missing_did_unlike_are_not_added_up(points_of, typed):
    view = View(missing=WHAT_IF, imor=1.0, imor_last=0.0)
    visits = [("A", 6), ("B", 6), ("B", 12)]
    rows = [
        {"study": "S 0", "arm": arm, "treatment": "T", "outcome": "relief", "months": months}
        | {"responders": 8, "n_assessed": 10, "n_enrolled": 12}
        for arm, months in visits
    ]
    (window,) = synthesize(points_of(typed(*rows), view), PoolingQuestion(QUESTION, view))
    assert window.entries.empty
    unlike = "the missing of arms to be added up are supposed to have done unlike"
    why = f"A and B cannot be added up, as {unlike}"
    assert all(text.startswith(why) for text in window.judged["why_not"])
