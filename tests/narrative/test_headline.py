import pytest

from lib.analysis.settings import NON_RESPONDERS, RESPONDERS, View
from lib.narrative.headline import NONE_COUNTED, headline


def test_headline_counts_and_never_averages(real_points):
    assert headline(real_points) == (
        "From the first to the last visit the share responding fell in 1 of 1 curve: "
        "Chakraverty 2004, Prolotherapy 79% to 58% (3 to 12 months; rests on an assumed number "
        "assessed). The 95% interval of the change (Newcombe), −46.0 to +8.2 points, includes 0. "
        "Of the response at 3 months, 73% is left at 12 months (95% interval 47 to 115%). "
        "Not counted: Cusi 2010, Prolotherapy 76% to 32% (3 to 24 months; with a caution; "
        "number assessed not known). 3 more curves have one visit only."
    )


def test_headline_says_when_nothing_shows_whether_it_lasts(real_points):
    assert "nothing here shows whether the response lasts" in headline(
        real_points[real_points["months"] == 15]
    )


def test_headline_with_nothing_left_by_the_rule(real_rows, points_of):
    cusi = points_of(real_rows, View(studies=("Cusi 2010",), missing=NON_RESPONDERS))
    assert headline(cusi) == "No point can be shown by this rule for missing patients."


def test_headline_of_one_series_gives_its_numbers(real_points):
    assert headline(real_points[real_points["series"] == 0]) == (
        "From the first to the last visit the share responding fell in 1 of 1 curve: "
        "Chakraverty 2004, Prolotherapy 79% to 58% (3 to 12 months; rests on an assumed number "
        "assessed). The 95% interval of the change (Newcombe), −46.0 to +8.2 points, includes 0. "
        "Of the response at 3 months, 73% is left at 12 months (95% interval 47 to 115%)."
    )


def test_headline_of_many_series_counts_them(many_rows, points_of):
    said = headline(points_of(many_rows(60)))
    assert said.startswith("From the first to the last visit the share responding fell in ")
    assert " of 60 curves. The 95% interval of the change (Newcombe) excludes 0 in " in said
    assert said.endswith(" of 60; this counts curves and is no test.")


@pytest.mark.parametrize(
    "last",
    [
        {"responders": 15, "n_assessed": 19},
        {"rate_pct": "78.9", "n_assessed": 19},
        {"rate_pct": "79.0", "n_assessed": 300},
    ],
)
def test_the_same_share_printed_otherwise_is_no_fall(typed, points_of, last):
    points = points_of(
        typed(
            {"rate_pct": "79", "n_assessed": 19},
            {"months": 6, **last},
            {"study": "B 2002", "rate_pct": 50, "n_assessed": 20},
            {"study": "B 2002", "months": 6, "rate_pct": 40, "n_assessed": 20},
        )
    )
    assert "fell in 1 of 2 and was unchanged in 1 of 2" in headline(points)


LOST = ({"months": 3, "n_enrolled": 40, "n_assessed": 20, "responders": 15},
        {"months": 6, "n_enrolled": 40, "n_assessed": 10, "responders": 8})  # fmt: skip


def test_losing_patients_does_not_read_as_rising(typed, points_of):
    said = headline(points_of(typed(*LOST)))
    assert said.startswith(
        "From the first to the last visit the share responding fell or rose, depending on those "
        "not seen, in 1 of 1 curve: A 2001, Drug 75.0% to 80.0% of those seen (3 to 6 months; of "
        "all 40 enrolled 37.5% to 20.0%)."
    )


@pytest.mark.parametrize(("rule", "way"), [(NON_RESPONDERS, "fell"), (RESPONDERS, "rose")])
def test_under_a_rule_the_bounds_stand_beside_the_change(typed, points_of, rule, way):
    said = headline(points_of(typed(*LOST), View(missing=rule)))
    assert f"{rule.lower()}, {way} in 1 of 1 curve" in said
    assert "of those seen 75.0% to 80.0%; −67.5 to +57.5 points, whatever became" in said


def test_under_a_rule_a_change_that_cannot_be_bounded_says_why(typed, points_of):
    first, last = LOST
    rows = typed(first, last | {"n_enrolled": 50})
    said = headline(points_of(rows, View(missing=NON_RESPONDERS)))
    assert "cannot be bounded: the two visits give different numbers of enrolled" in said


def test_fewer_seen_of_an_unknown_number_enrolled_is_said(typed, points_of):
    rows = typed(*(row | {"n_enrolled": None} for row in LOST))
    assert (
        "75.0% to 80.0% of those seen (3 to 6 months; fewer were assessed later, and what that "
        "hides cannot be bounded: how many were enrolled is not known)"
    ) in headline(points_of(rows))


def test_the_rule_that_turns_the_direction_is_told(typed, points_of):
    # Those not seen as responders: 27 of 40, then 25 of 40.
    rows = typed(
        {"n_enrolled": 40, "n_assessed": 20, "responders": 7},
        {"months": 9, "n_enrolled": 40, "n_assessed": 25, "responders": 10},
    )
    assert (
        "35.0% to 40.0% of those seen (3 to 9 months; of all 40 enrolled 17.5% to 25.0%; 67.5% to "
        "62.5% if those not seen responded)"
    ) in headline(points_of(rows))


def falling(study, first, last, **more):
    return [
        {"study": study, "months": months, "n_assessed": 1000, "responders": r} | more
        for months, r in ((3, first), (9, last))
    ]


def test_a_fall_of_less_than_a_point_is_none(typed, points_of):
    rows = typed(*falling("A 2001", 500, 497), *falling("B 2002", 500, 489))
    said = headline(points_of(rows))
    assert "fell in 1 of 2 and was unchanged in 1 of 2 curves" in said


@pytest.mark.parametrize(("last", "way"), [("79", "was unchanged"), ("78", "fell")])
def test_a_fall_within_rounding_is_none(typed, points_of, last, way):
    # 80% of 300 can be 79.5%, and 79% can be 79.5%, too.
    rows = typed({"rate_pct": "80", "n_assessed": 300}, {"months": 9, "rate_pct": last,
                                                         "n_assessed": 300})  # fmt: skip
    assert f"{way} in 1 of 1" in headline(points_of(rows))


def test_series_with_a_caution_are_told_apart_at_any_number(typed, points_of):
    rows = typed(
        *(row for i in range(5) for row in falling(f"S {i}", 500, 400, caution="Doubtful.")),
        *(row for i in range(5, 10) for row in falling(f"S {i}", 500, 400)),
    )
    said = headline(points_of(rows))
    assert "fell in 5 of 5 curves. The 95% interval of the change (Newcombe) excludes" in said
    assert said.endswith("Not counted: 5 curves (5 with a caution).")


def test_a_change_of_estimates_is_not_counted(typed, points_of):
    rows = typed(
        {"rate_pct": 60, "estimate": "time_to_event"},
        {"rate_pct": 40, "estimate": "time_to_event", "months": 9},
    )
    assert headline(points_of(rows)) == (
        f"{NONE_COUNTED} Not counted: A 2001, Drug 60% to 40% (3 to 9 months; time-to-event "
        "estimates, no counts)."
    )


def test_the_level_is_that_of_the_view(real_points):
    assert "The 80% interval of the change" in headline(real_points, 80)


def test_series_that_a_rule_leaves_out_are_told(real_rows, points_of):
    said = headline(points_of(real_rows, View(missing=NON_RESPONDERS)))
    assert said.endswith("1 more curve has one visit only. 3 curves cannot be shown by this rule.")
