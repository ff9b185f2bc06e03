from lib.analysis.series_change import series_changes
from lib.narrative.answers import answer_of_one


def of_one(points):
    return answer_of_one(series_changes(points))


def test_what_is_left_in_the_study_that_can_be_counted(real_points):
    answer = of_one(real_points)
    assert answer.text == "Chakraverty 2004: 73% left at month 12 (47 to 115%)"
    assert (answer.page, answer.asked) == ("study", (("study", ("Chakraverty 2004",)),))


def test_the_study_followed_longest_is_told(typed, points_of):
    points = points_of(
        typed(
            {"study": "Short 2001", "months": 3, "responders": 40, "n_assessed": 50},
            {"study": "Short 2001", "months": 6, "responders": 30, "n_assessed": 50},
            {"study": "Long 2002", "months": 3, "responders": 4, "n_assessed": 5},
            {"study": "Long 2002", "months": 24, "responders": 3, "n_assessed": 5},
        )
    )
    assert of_one(points).text.startswith("Long 2002: 75% left at month 24 (")


def test_of_studies_followed_as_long_the_larger_is_told(typed, points_of):
    points = points_of(
        typed(
            {"study": "Small 2001", "months": 3, "responders": 4, "n_assessed": 5},
            {"study": "Small 2001", "months": 6, "responders": 3, "n_assessed": 5},
            {"study": "Large 2002", "months": 3, "responders": 40, "n_assessed": 50},
            {"study": "Large 2002", "months": 6, "responders": 30, "n_assessed": 50},
        )
    )
    assert of_one(points).text.startswith("Large 2002: ")


def test_nobody_followed_needs_two_visits(typed, points_of):
    answer = of_one(points_of(typed({"months": 3, "responders": 4, "n_assessed": 5})))
    assert answer.text == "Not known: it takes two visits of one arm"


def test_nothing_that_counts_needs_counts(real_points):
    cusi = real_points[real_points["study"] == "Cusi 2010"]
    assert of_one(cusi).text == "Not known: it takes counts without a caution"
