import pytest

from lib.analysis.selection import with_series
from lib.analysis.settings import View
from lib.narrative.story.pooled_slides import pooled_slides
from lib.narrative.story.ready_made_story import _points, story
from lib.narrative.story.slide_titles import MOST_WORDS
from lib.slides.slide_list import CHANCE, CONTRAST, OVER_TIME, SAME_STUDIES

MONTHS = {6: 30, 12: 20}
"""The responders of 40 at each month."""
ARMS = (("Drug", "intervention", 0), ("Placebo", "comparator", -12))


def studies(number=3, months=MONTHS, arms=ARMS, **more):
    return [
        {"study": f"S {i}", "arm": name, "treatment": name, "role": role, "months": month}
        | {"responders": r + i + less, "n_assessed": 40, "outcome": "relief", "randomised": "yes"}
        | more
        for i in range(number)
        for name, role, less in arms
        for month, r in months.items()
    ]


@pytest.fixture
def told(typed):
    def tell(*rows):
        return list(pooled_slides(_points(with_series(typed(*rows)), View())))

    return tell


def figures(slides):
    return [dict(slide.asked).get("figure", ("All",))[0] for slide in slides]


def test_studies_pooled_are_told_from_the_pools_to_a_new_study(told):
    slides = told(*studies())
    assert figures(slides) == ["All", "Lines", OVER_TIME, f"{CHANCE}12"]
    assert [slide.title for slide in slides] == [
        "Pooled share: 77.5% at month 6, 52.5% at 12",
        "Same studies, month 6 to 12: 68% is left",
        "Against the other: more at 6, 12 months",
        "Would a new study exceed 50% at month 12?",
    ]
    assert dict(slides[1].asked)["show"] == (SAME_STUDIES,)


def test_each_note_says_how_sure_it_is(told):
    pools, same, contrast, chance = (slide.note for slide in told(*studies()))
    assert "95% interval" in pools
    assert "are no course over time" in pools
    assert "in 3 studies seen at both" in same
    assert "chance made both arms" in contrast
    assert "Probability, given this prior" in chance


def test_what_is_refused_has_no_slide(told):
    assert told(*studies(2)) == []
    assert figures(told(*studies(arms=ARMS[:1], months={6: 30}))) == ["6", f"{CHANCE}6"]
    assert OVER_TIME not in figures(told(*studies(randomised="no")))


def test_where_everybody_responds_a_new_study_is_told_alone(told):
    slides = told(*studies(arms=ARMS[:1], months={6: 37}, responders=40))
    assert figures(slides) == [f"{CHANCE}6"]


def test_two_treatments_at_one_month_are_told_of_that(told):
    slides = told(*studies(months={6: 20}))
    assert figures(slides) == ["6", CONTRAST, f"{CHANCE}6"]
    assert slides[1].title == "Against the other: more at 6 months"


def test_an_assumed_number_is_marked_in_the_note(told):
    assert "‡" in told(*studies(arms=ARMS[:1], n_basis="assumed"))[1].note


def test_titles_stay_short_where_months_differ(told):
    months = {3: 13, 6: 13, 9: 30, 12: 13, 24: 30}
    arms = (("Drug", "intervention", 0), ("Placebo", "comparator", -11))
    titles = [slide.title for slide in told(*studies(months=months, arms=arms))]
    assert max(len(title.split()) for title in titles) <= MOST_WORDS


def test_of_very_many_rows_nothing_is_pooled_unasked(told, monkeypatch):
    monkeypatch.setattr("lib.narrative.story.pooled_slides.MOST_ROWS", 5)
    assert told(*studies()) == []


def test_they_stand_before_what_may_not_be_compared(typed):
    other = {"study": "Z", "rate_pct": 50, "months": 6, "outcome": "cure"}
    titles = [slide.title for slide in story(with_series(typed(*studies(), other)))]
    assert titles.index("Would a new study exceed 50% at month 12?") == len(titles) - 3
