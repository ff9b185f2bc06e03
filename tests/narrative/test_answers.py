from types import SimpleNamespace

import pytest

from lib.analysis.series_change import series_changes
from lib.narrative.answers import answer_against_other, answer_of_one
from lib.stats.meta_analysis.pooled_effect import EffectModel, PooledEffect


def of_one(points):
    return answer_of_one(series_changes(points))


def test_what_is_left_in_the_study_that_can_be_counted(real_points):
    answer = of_one(real_points)
    assert answer.text == "Chakraverty 2004: 73% left at month 12 (47 to 115%)"
    assert (answer.page, answer.asked) == ("study", (("study", ("Chakraverty 2004",)),))


def two_visits(study, later, persons):
    """Four fifths respond at 3 months, three fifths later."""
    return [
        {
            "study": study,
            "months": months,
            "responders": share * persons // 5,
            "n_assessed": persons,
        }
        for months, share in ((3, 4), (later, 3))
    ]


@pytest.mark.parametrize(
    ("other", "chosen"),
    [
        (("Short 2001", 6, 50), ("Long 2002", 24, 5)),
        (("Small 2001", 6, 5), ("Large 2002", 6, 50)),
    ],
)
def test_told_is_the_study_followed_longest_of_equals_the_larger(typed, points_of, other, chosen):
    study, month, _ = chosen
    points = points_of(typed(*two_visits(*other), *two_visits(*chosen)))
    assert of_one(points).text.startswith(f"{study}: 75% left at month {month} (")


def test_nobody_followed_needs_two_visits(typed, points_of):
    answer = of_one(points_of(typed({"months": 3, "responders": 4, "n_assessed": 5})))
    assert answer.text == "Not known: it takes two visits of one arm"


def test_nothing_that_counts_needs_counts(real_points):
    cusi = real_points[real_points["study"] == "Cusi 2010"]
    assert of_one(cusi).text == "Not known: it takes counts without a caution"


def window(month, low, high):
    effect = PooledEffect(EffectModel.REML, "RR", 95, 5, estimate=0.1, low=low, high=high)
    return SimpleNamespace(month=month, pooled=effect, is_pooled=True, studies=("A", "B", "C"))


MORE, FEWER, UNSURE = (0.1, 0.3), (-0.3, -0.1), (-0.1, 0.3)


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        ([MORE, MORE, MORE], "More at 6\N{EN DASH}18 months"),
        ([MORE, UNSURE, MORE], "More at 6, 18; unsure at 12 months"),
        ([UNSURE, UNSURE, FEWER], "Fewer at 18; unsure at 6, 12 months"),
        ([MORE], "More at 6 months"),
    ],
)
def test_when_more_respond_with_the_first_treatment(ends, text):
    windows = [window(month, *each) for month, each in zip((6, 12, 18), ends, strict=False)]
    assert answer_against_other(windows[0], windows).text == text


def test_without_a_pair_of_arms_it_says_what_it_takes():
    assert answer_against_other(None, ()).text == "Not known: 0 of 3 randomised studies needed"


def test_the_view_of_two_treatments_is_asked_for_by_its_month():
    windows = [window(6, *MORE), window(12, *UNSURE)]
    assert answer_against_other(windows[1], windows).asked == (("month", ("12",)),)
