import pytest

from lib.analysis.estimates import estimates
from lib.analysis.selection import with_series
from lib.analysis.settings import NON_RESPONDERS, View
from lib.narrative.series_text import with_words
from lib.narrative.story.slide_titles import MOST_WORDS, slide_doubts, slide_finding


def points_of(rows, view=None):
    return with_words(estimates(with_series(rows), view or View())).reset_index()


def test_a_long_name_gives_way_to_the_numbers(typed):
    rows = typed(
        *(
            {"study": "The very long name of a trial 2001", "months": months, "rate_pct": 50}
            for months in (3, 6)
        )
    )
    told = slide_finding(points_of(rows))
    assert told == "The very long…: 50% to 50% by month 6"
    assert len(told.split()) <= MOST_WORDS


@pytest.mark.parametrize(
    ("study", "later", "title"),
    [
        ("Kim 2010", (10, 5), "Kim 2010: response fell in 2 of 2 curves"),
        ("van Dam 2010", (10, 5), "van Dam 2010: 2 of 2 curves fell"),
        ("Kim 2010", (10, 35), "Kim 2010: 1 of 2 fell, 1 rose"),
    ],
)
def test_fewer_words_give_way_before_the_name(typed, study, later, title):
    arms = (("A", (20, later[0])), ("B", (20, later[1])))
    rows = typed(
        *(
            {"study": study, "arm": arm, "months": month, "n_assessed": 40, "responders": number}
            for arm, numbers in arms
            for month, number in zip((3, 12), numbers, strict=True)
        )
    )
    assert slide_finding(points_of(rows)) == title


def test_what_a_title_rests_on_stands_under_it(real_rows):
    rests, mixed = slide_doubts(points_of(real_rows))
    assert rests.startswith("Counted: Chakraverty 2004, Prolotherapy. The 95% interval")
    assert mixed.startswith("Not to be compared: 3 definitions of response; ")
    own = real_rows[real_rows["study"] == "Cusi 2010"]
    assert slide_doubts(points_of(own)) == ["With a caution; number assessed not known."]


def test_the_rule_for_missing_patients_is_told(real_rows):
    rests, *_ = slide_doubts(points_of(real_rows, View(missing=NON_RESPONDERS)))
    assert rests.startswith("Counting missing as non-responders.")


def test_no_point_is_no_finding(real_rows):
    points = points_of(real_rows).assign(rate=float("nan"))
    assert slide_finding(points) == "No point can be shown by this rule"
