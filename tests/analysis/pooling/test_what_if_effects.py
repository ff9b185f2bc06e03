from dataclasses import replace
from math import inf

import pytest

from lib.analysis.month_slice import at_month
from lib.analysis.pooling.changes.same_studies import (
    change_without_each,
    same_studies,
    sweep,
)
from lib.analysis.pooling.contrasts.arm_contrasts import (
    contrast_at,
    contrasts_over_time,
    shares_at,
)
from lib.analysis.pooling.contrasts.contrast_question import CONTRAST_KEYS, ContrastQuestion
from lib.analysis.pooling.question import CHANGE_KEYS, ChangeQuestion, PoolingQuestion, Question
from lib.analysis.pooling.synthesis import synthesize
from lib.analysis.pooling.what_if_effects import (
    tip_change,
    tip_contrast,
    what_if_change,
    what_if_contrast,
)
from lib.analysis.settings import NON_RESPONDERS, RESPONDERS, WHAT_IF, MonthQuestion, View
from lib.narrative.pooling.changes.figure_words import forest_footer, slopes_footer
from lib.narrative.pooling.changes.sentences import change_title
from lib.narrative.pooling.contrasts.sentences import contrast_footer
from lib.narrative.pooling.contrasts.titles import contrast_title
from lib.narrative.pooling.what_if_effects_text import (
    change_tipping_texts,
    change_what_if_notes,
    change_what_if_table,
    contrast_tipping_texts,
    contrast_what_if_notes,
    contrast_what_if_table,
    unknown_missing_texts,
)
from lib.slides.slide_list import fit_title
from lib.stats.meta_analysis.pooled_effect import EffectModel
from lib.stats.missing import IMORS
from lib.stats.refusal import ModelRefusal, Refusal
from lib.stats.tipping_point import BOTH, FIRST, SECOND

SEEN = {3: (38, 30), 12: (28, 16)}
"""Persons assessed of 40 in each arm, and responders in that of the drug, by month."""


USUAL = (0.0, 2.0, inf)


def trials(number=4, enrolled=40, **more):
    return [
        {"study": f"S {i}", "arm": arm, "treatment": arm, "role": role, "months": months}
        | {"outcome": "relief", "randomised": "yes", "n_enrolled": enrolled}
        | {"n_assessed": n, "responders": r - i - (9 if arm == "Sham" else 0)}
        | more
        for i in range(number)
        for arm, role in (("Drug", "intervention"), ("Sham", "comparator"))
        for months, (n, r) in SEEN.items()
    ]


@pytest.fixture(scope="module")
def contrast(points_of, typed):
    def make(rows, view=None, **question):
        month = MonthQuestion(12, view=view or View())
        at = at_month(points_of(typed(*rows), view), 12, 0)
        return contrast_at(at, month, ContrastQuestion(**question))

    return make


@pytest.fixture(scope="module")
def change(points_of, typed):
    def make(rows, view=None, **question):
        view = view or View()
        asked = PoolingQuestion(Question("Drug", "relief", centres=(3.0, 12.0)), view)
        windows = synthesize(points_of(typed(*rows), view), asked)
        return same_studies(windows, ChangeQuestion(**question)), asked

    return make


def numbers(pool):
    return pytest.approx((pool.estimate, pool.low, pool.high, pool.tau2, *pool.prediction),
                         nan_ok=True)  # fmt: skip


def what_if(imor, **more):
    return View(missing=WHAT_IF, imor=imor, **more)


@pytest.mark.parametrize("measure", CONTRAST_KEYS)
def test_a_view_that_supposes_it_has_the_contrast_of_its_row(contrast, measure):
    found = what_if_contrast(contrast(trials(), measure=measure))
    for imor in USUAL:
        made = contrast(trials(), what_if(imor), measure=measure)
        assert [pool.model for pool in made.pools] == [EffectModel.REML]
        row = found.pools[BOTH][IMORS.index(imor)]
        assert (row.estimate, row.low, row.high, row.tau2, *row.prediction) == numbers(made.pooled)


def test_comparators_can_be_supposed_to_have_done_otherwise(contrast):
    found = what_if_contrast(contrast(trials()))
    made = contrast(trials(), what_if(1.0, imor_comparator=5.0))
    row = found.pools[SECOND][IMORS.index(5.0)]
    assert made.pooled.estimate == pytest.approx(row.estimate)
    assert made.pooled.estimate < contrast(trials()).pooled.estimate


@pytest.mark.parametrize("measure", CHANGE_KEYS)
def test_a_view_that_supposes_it_has_the_change_of_its_row(change, measure):
    found = what_if_change(change(trials(), measure=measure, correlation=0.5)[0])
    for imor in USUAL:
        same, _ = change(trials(), what_if(imor), measure=measure, correlation=0.5)
        assert same.is_pooled
        row = found.pools[BOTH][IMORS.index(imor)]
        assert (row.estimate, row.low, row.high, row.tau2, *row.prediction) == numbers(same.change)


def test_last_visits_can_be_supposed_to_have_done_otherwise(change):
    found = what_if_change(change(trials())[0])
    same, _ = change(trials(), what_if(1.0, imor_last=0.2))
    row = found.pools[SECOND][IMORS.index(0.2)]
    assert same.change.estimate == pytest.approx(row.estimate)


@pytest.mark.parametrize(("imor", "rule"), [(0.0, NON_RESPONDERS), (inf, RESPONDERS)])
def test_the_extremes_are_the_pools_of_the_other_two_rules(contrast, change, imor, rule):
    supposed, counted = (contrast(trials(), v) for v in (what_if(imor), View(missing=rule)))
    assert supposed.pooled.estimate == pytest.approx(counted.pooled.estimate)
    (supposed, _), (counted, _) = (change(trials(), v) for v in (what_if(imor), View(missing=rule)))
    assert supposed.change.low == pytest.approx(counted.change.low)


def test_what_is_made_of_a_change_moves_with_it(change):
    (few, _), (many, _) = (change(trials(), what_if(imor)) for imor in (0.0, 5.0))
    assert few.fall.whole > many.fall.whole > 0
    assert few.after(few.change.estimate) < many.after(many.change.estimate)
    for each in (few, many):
        assert dict(sweep(each))[0.0] == each.change
        assert len(change_without_each(each)) == 4
        assert each.fall.whole == pytest.approx(each.fall.within)


def test_shares_and_windows_of_a_contrast_move_with_it(points_of, typed):
    for imor in (0.0, 5.0):
        view = what_if(imor)
        points = points_of(typed(*trials()), view)
        month, question = MonthQuestion(12, view=view), ContrastQuestion()
        shown = contrast_at(at_month(points, 12, 0), month, question)
        windows = contrasts_over_time(points, shown, question, view)
        assert windows[1].pooled == shown.pooled
        assert windows[0].pooled.estimate != shown.pooled.estimate
        assert shares_at(shown, None).second == pytest.approx(shown.seconds["rate"].median())


def test_studies_of_which_nobody_knows_who_is_missing_are_left_out(contrast, change):
    rows = [*trials(3), *(row | {"study": "S 9"} for row in trials(1, enrolled=None))]
    counted = contrast(rows)
    assert counted.pooled.k == 4
    found = what_if_contrast(counted)
    assert found.left_out == ("S 9",)
    assert contrast_what_if_notes(counted, found)[1:] == [
        "Missing in these 3 studies: 36 of 120 enrolled in the first arm (Drug) and 36 of 120 in "
        "the second (Sham)."
    ]
    assert unknown_missing_texts(found) == [
        "1 of 4 studies is not in what follows, since how many were enrolled or responded is not "
        "known: S 9."
    ]
    supposed = contrast(rows, what_if(0.5))
    assert supposed.pooled.k == 3
    (left,) = supposed.left_out
    assert "the number enrolled is not stated" in left.why
    same, _ = change(rows, what_if(0.5))
    assert same.studies == ["S 0", "S 1", "S 2"]
    assert "the number enrolled is not stated" in same.left_out["why_not"].iloc[0]


def test_too_few_studies_are_refused(contrast, change):
    made = contrast(trials(2), what_if(0.5))
    assert made.pooled.reason is Refusal.TOO_FEW_QUALIFY
    assert not what_if_contrast(made).is_pooled
    assert contrast_tipping_texts(made, tip_contrast(made)) == []
    same, _ = change(trials(2), what_if(0.5))
    assert same.change.reason is Refusal.TOO_FEW_QUALIFY
    assert change_tipping_texts(same, what_if_change(same), tip_change(same)) == []


def test_arms_whose_missing_did_unlike_are_not_added_up(contrast):
    more = {"study": "S 0", "arm": "Low dose", "treatment": "Drug", "role": "intervention"}
    early = trials(1)[1] | more
    late = early | {"months": 24}
    made = contrast([*trials(), early, late], what_if(1.0, imor_last=0.0))
    why = {each.study: each.why for each in made.left_out}
    assert why == {"S 0": "the missing of arms to be added up are supposed to have done unlike"}


def test_the_words_of_a_contrast_say_what_is_supposed(contrast):
    view = what_if(0.5)
    made = contrast(trials(), view)
    assert contrast_title(made, view.rule).endswith("), missing with half the odds")
    footer = contrast_footer(made, view)
    assert "Missing with half the odds of those assessed. Counts are of those assessed" in footer
    assert footer.count("Mantel-Haenszel") == 1
    assert "supposed shares are none" in footer


def test_a_slide_does_not_cut_the_odds_of_comparators(contrast):
    view = replace(what_if(0.5), imor_comparator=2.0)
    names = {"Drug": "A long name of a drug " * 3, "Sham": "A long name of a sham " * 3}
    rows = [row | {"treatment": names[row["treatment"]]} for row in trials()]
    title = fit_title(contrast_title(contrast(rows, view), view.rule))
    assert title.endswith("missing with half the odds, in comparators with twice the odds")


def test_the_words_of_a_change_say_what_is_supposed(change):
    same, asked = change(trials(), what_if(0.5))
    assert change_title(same, asked).endswith(", missing with half the odds of those assessed")
    for footer in (slopes_footer(same, asked), forest_footer(same, asked)):
        assert "Missing with half the odds of those assessed. Counts are of those" in footer
    assert "GLMM" not in slopes_footer(same, asked)


def test_the_tables_have_a_row_an_assumption(contrast, change):
    made = contrast(trials())
    found = what_if_contrast(made)
    table = contrast_what_if_table(made, found)
    assert table.columns.tolist()[1:] == ["Both arms", "First arm only", "Second arm only"]
    assert table.iloc[3, 1:].nunique() == 1
    same, _ = change(trials())
    found = what_if_change(same)
    table = change_what_if_table(same, found)
    assert table.iloc[3, 1] == table.iloc[3, 2]
    assert len(table) == len(IMORS)
    assert "Missing in these 4 studies: 8 of 160 enrolled at 3 months and 48 of 160 at 12." in (
        change_what_if_notes(same, found)
    )


def test_the_tipping_points_of_a_contrast_in_words(contrast):
    made = contrast(trials())
    found = tip_contrast(made)
    both, first, second = contrast_tipping_texts(made, found)
    assert found[BOTH].reason is ModelRefusal.NEVER_MEETS_ZERO
    assert both == "Whatever the missing did, alike in both arms, the pooled difference stays."
    low = found[FIRST].below
    assert first == (
        "The pooled difference is in doubt only if the missing in the arms with Drug had at most "
        f"{low:.2f} times the odds of those assessed."
    )
    assert "the missing in the arms with Sham had at least" in second


def test_what_would_make_a_pool_clear_in_words(change):
    rows = [row | {"responders": row["responders"] + (row["months"] == 12) * 8} for row in trials()]
    same, _ = change(rows)
    (told,) = change_tipping_texts(same, what_if_change(same), tip_change(same))
    assert told.startswith(
        "With the missing at 12 months like those assessed the interval includes no difference; it "
        "would lie on one side of that only if they had at most"
    )


def test_the_tipping_point_of_a_change_in_words(change):
    same, _ = change(trials())
    (told,) = change_tipping_texts(same, what_if_change(same), tip_change(same))
    assert told.startswith("The pooled fall is in doubt only if the missing at 12 months had at le")


def test_where_nobody_is_missing_that_is_said(contrast):
    rows = [row | {"n_enrolled": row["n_assessed"]} for row in trials()]
    made = contrast(rows)
    found = what_if_contrast(made)
    assert len({pool.estimate for pools in found.pools.values() for pool in pools}) == 1
    assert contrast_tipping_texts(made, tip_contrast(made)) == ["Nobody is missing."]
