import pytest

from lib.analysis.settings import NON_RESPONDERS, RESPONDERS, CurveDisplay, View
from lib.narrative.captions import figure_footer, range_footer, view_words
from lib.narrative.caveats import cautions, incomparable, notes, recounting
from lib.narrative.headline import headline
from lib.narrative.point_details import about_study, count_findings, first_count_findings, truth
from lib.narrative.series_text import sentences
from lib.phrases import in_order, listing, months_text, percent_text, signed_text


@pytest.mark.parametrize(
    ("parts", "said"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listing(parts, said):
    assert listing(parts) == said


def test_a_series_is_told_with_its_counts_and_last_interval(real_points):
    assert sentences(real_points)[0] == (
        "Chakraverty 2004, Prolotherapy: 79% (15† of 19‡) responded at 3 months, "
        "63% (12† of 19) at 6 and 58% (11† of 19‡) at 12; "
        "95% interval at 12 months 36.3 to 76.9%‡ (Wilson, of an assumed number assessed)."
    )


def test_an_estimate_is_not_told_as_a_count(real_points):
    kim = sentences(real_points[real_points["study"] == "Kim 2010"])
    assert "58.7% responded at 15 months (time-to-event estimate)" in kim[0]
    assert "95% interval 37.9 to 79.5% (as published)" in kim[0]
    assert kim[1].endswith("(time-to-event estimate); no interval.")


def test_a_caution_is_announced(real_points):
    assert sentences(real_points)[4] == (
        "Cusi 2010, Prolotherapy: 76% responded at 3 months, 76% at 12 and 32% at 24 "
        "(denominator not stated); no interval. With a caution."
    )


def test_many_series_are_not_all_told(many_rows, points_of):
    told = sentences(points_of(many_rows(60)))
    assert len(told) == 1
    assert "all 60 curves are in the table" in told[0]


def test_a_view_is_told_without_what_it_leaves_alone():
    assert view_words(View()) == ["All rows", "As reported", "Wilson 95% intervals"]
    view = View(studies=("Kim 2010", "Cusi 2010"), months=(3, 15), method="Jeffreys", level=80)
    assert "In focus: Kim 2010" in view_words(View(focus=("Kim 2010",)))
    assert view_words(view) == [
        "Studies: Kim 2010 and Cusi 2010",
        "Months 3 to 15",
        "As reported",
        "Jeffreys 80% intervals",
    ]


def test_the_footer_of_a_crowd_promises_no_whiskers(many_rows, points_of):
    points = points_of(many_rows(60))
    footer = figure_footer(points, View())
    assert "Whiskers" not in footer
    assert "Grey" not in footer
    assert "Thin: a curve each" in footer
    assert "Grey: the other curves" in figure_footer(points, View(focus=("Study 007 2000",)))


def test_the_real_studies_may_not_be_compared(real_points):
    said = " ".join(incomparable(real_points))
    assert "3 definitions of response" in said
    assert "time-to-event estimates (Kim 2010)" in said
    assert "is not stated for Cusi 2010" in said


def test_one_series_needs_no_such_warning(real_points):
    assert incomparable(real_points[real_points["series"] == 0]) == []


def test_what_a_rule_does_not_do_is_said(real_rows, points_of):
    view = View(missing=NON_RESPONDERS)
    said = recounting(points_of(real_rows, view), view)
    assert said[0].startswith(
        "Kim 2010, Prolotherapy, 15 months: not drawn, because a time-to-event estimate"
    )
    assert said[2].startswith(
        "Cusi 2010, Prolotherapy, 3, 12 and 24 months: not drawn, because the number assessed"
    )
    assert said[3] == (
        "Chakraverty 2004, Prolotherapy, 3, 6 and 12 months: as many were assessed as were "
        "enrolled, so the rule changes nothing (at 3 and 12 months the number assessed is assumed)."
    )


def test_notes_name_what_they_belong_to(real_points):
    assert notes(real_points)[0].startswith(
        "Chakraverty 2004, Prolotherapy at 3 months: Not in the article's abstract."
    )


def test_truth_carries_everything(real_points):
    first = next(real_points.itertuples())
    told = dict(truth(first))
    assert told["Responding"] == "79% at 3 months"
    assert told["Counted"].startswith("15† of 19‡ assessed. The count is derived")
    assert told["Counted"].endswith("19 patients are given as enrolled.")
    assert told["Interval"] == "56.7 to 91.5%‡ (95%, Wilson)"
    assert {"Response means", "Citation", "Read in", "Note"} <= set(told)


def test_findings_explain_derived_counts(real_points):
    said = count_findings(real_points[real_points["study"] == "Chakraverty 2004"])
    assert said[0].startswith(
        "Chakraverty 2004, Prolotherapy, at 3, 6 and 12 months: 79% is 15† of 19‡, 63% is 12† of "
        "19 and 58% is 11† of 19‡."
    )


@pytest.mark.parametrize(
    ("months", "said"),
    [((1,), "1 month"), ((3.8,), "3.8 months"), ((3, 6, 12), "3, 6 and 12 months")],
)
def test_months(months, said):
    assert months_text(*months) == said


@pytest.mark.parametrize(
    ("percent", "said"), [(0, "0.0%"), (100, "100.0%"), (99.99, ">99.9%"), (0.01, "<0.1%")]
)
def test_what_is_not_quite_all_or_none_is_never_told_as_that(percent, said):
    assert percent_text(percent) == said


def test_responders_without_a_denominator_are_told_as_such(typed, points_of):
    points = points_of(typed({"rate_pct": 79, "responders": 15}))
    assert points["count_text"].tolist() == ["15/?"]
    assert "79% (15, of how many is not stated) responded" in sentences(points)[0]
    assert (
        "15 responding; of how many is not stated"
        in dict(truth(next(points.itertuples())))["Counted"]
    )
    assert "nan" not in " ".join([*sentences(points), *count_findings(points)])


def test_a_rule_for_missing_patients_is_told_as_a_supposition(typed, points_of):
    rows = typed({"rate_pct": 50, "n_assessed": 16, "n_enrolled": 20})
    points = points_of(rows, View(missing=RESPONDERS))
    assert sentences(points)[0].startswith(
        "A 2001, Drug: if those not assessed responded, 60.0% (12† of 20) would have responded"
    )
    told = dict(truth(next(points.itertuples())))["Counted"]
    assert told.startswith(
        "12† of 20 enrolled, by the rule for missing patients. 8† of 16 assessed."
    )


def test_a_reason_is_shared_only_if_it_is_the_same(typed, points_of):
    points = points_of(typed({"rate_pct": 50, "n_assessed": 300}, {"months": 6, "rate_pct": 40}))
    said = sentences(points)[0]
    assert "50% (of 300; several counts give it) responded at 3 months" in said
    assert "40% (denominator not stated) at 6" in said


def test_a_misprint_is_told_beside_its_point(typed, points_of):
    points = points_of(typed({"rate_pct": "89.2", "responders": 41, "n_assessed": 46}))
    told = dict(truth(next(points.itertuples())))
    assert told["Responding"] == "89.1% at 3 months"
    assert told["Counted"] == "41 of 46 assessed, printed as 89.2%."
    assert "41 of 46 assessed, printed as 89.2%." in count_findings(points)[0]


def test_joints_are_not_told_as_patients(typed, points_of):
    points = points_of(typed({"responders": 5, "n_assessed": 6, "unit": "joints"}))
    assert "A 2001, Drug, joints: 83.3% (5 of 6 joints) responded" in sentences(points)[0]
    assert "patients" not in " ".join(count_findings(points))


def test_definitions_that_are_not_stated_are_said_to_be(typed, points_of):
    rows = typed({"rate_pct": 50}, {"study": "B 2002", "rate_pct": 40, "outcome": "pain"})
    assert incomparable(points_of(rows)) == ["What counted as a response is not stated for A 2001."]


def test_different_sets_of_patients_are_said_to_be(typed, points_of):
    rows = typed(
        {"rate_pct": 50, "cohort": "early"}, {"months": 9, "rate_pct": 40, "cohort": "late"}
    )
    assert incomparable(points_of(rows)) == [
        "The points of A 2001 come from different sets of patients, so they are no course over "
        "time."
    ]


def test_the_footer_promises_no_mark_that_is_not_drawn(real_rows, points_of):
    view = View(studies=("Kim 2010", "Cusi 2010"), missing=NON_RESPONDERS)
    assert figure_footer(points_of(real_rows, view), view) == "– : cannot be counted so."


def test_a_long_choice_is_cut_short_in_words():
    said = view_words(View(studies=tuple(f"S {i}" for i in range(60))))[0]
    assert said.endswith("S 5 and 54 more")


def test_findings_explain_a_percentage_no_count_gives(typed, points_of):
    said = count_findings(points_of(typed({"rate_pct": 62, "n_assessed": 14})))
    assert said == [
        "A 2001, Drug, at 3 months: 62%: 8 of 14 would be 57.1%, 9 of 14 64.3%. No whole number "
        "of the patients assessed gives this percentage: it may be an estimate, have another "
        "denominator, or be a misprint."
    ]


def test_a_caution_of_one_arm_names_the_arm(real_points):
    told = about_study(real_points[real_points["study"] == "Chakraverty 2004"])
    assert (
        "Caution",
        "A separate audit group, not a randomised comparator. (Corticosteroid)",
    ) in told


def test_a_text_of_one_visit_names_the_visit(real_points):
    told = about_study(real_points[real_points["study"] == "Chakraverty 2004"])
    assert [text for name, text in told if name == "Numbers read in"] == [
        "SI-BONE web page 'Sacroiliac Joint Prolotherapy' (Prolotherapy at 3 and 12 months)",
        "SI-BONE web page 'Sacroiliac Joint Prolotherapy'; article abstract "
        "(Prolotherapy at 6 months)",
        "Article abstract (Corticosteroid)",
    ]


def test_each_caution_names_what_bears_it(real_points):
    assert [said.split(": ")[0] for said in cautions(real_points)] == [
        "Chakraverty 2004, Corticosteroid",
        "Cusi 2010",
    ]


def test_a_caution_of_one_visit_names_the_visit(typed, points_of):
    points = points_of(
        typed({"rate_pct": 50}, {"months": 12, "rate_pct": 40, "caution": "Few came."})
    )
    assert cautions(points) == ["A 2001, Drug at 12 months: Few came."]


def test_the_footer_explains_only_the_marks_in_use(real_points):
    counted = real_points[real_points["series"] == 0]
    footer = figure_footer(counted, View())
    assert "derived" in footer
    assert "diamonds" not in footer
    assert "Published" not in footer


TRIED = frozenset({3, 4})


def test_rows_that_are_tried_are_told_as_such(real_rows, points_of):
    points = points_of(real_rows, tried=TRIED)
    assert headline(points).endswith(" 2 points shown are tried in this session, not saved.")
    assert sentences(points)[0].endswith(" At 6 and 12 months: tried in this session, not saved.")
    assert "tried" not in "".join(sentences(points)[1:])


def test_the_footer_explains_the_ring_and_counts(real_rows, points_of):
    points = points_of(real_rows, tried=TRIED)
    said = "Ringed at the end, (tried): 2 rows tried in this session, not saved."
    assert figure_footer(points, View()).endswith(said)
    assert "Ringed" not in figure_footer(points_of(real_rows), View())


def test_the_footer_of_a_crowd_counts_its_rings_too(many_rows, points_of):
    points = points_of(many_rows(20), tried=frozenset({2}))
    assert "(tried): 1 row tried" in figure_footer(points, View())


def test_a_tried_point_says_so_before_all_else(real_rows, points_of):
    said = [truth(point)[0] for point in points_of(real_rows, tried=TRIED).itertuples()]
    assert said[1] == ("This row", "tried in this session, not saved")
    assert said[0][0] == "Responding"


@pytest.mark.parametrize(
    ("number", "decimals", "said"),
    [
        (-21.06, 1, "−21.1"),
        (3, 0, "+3"),
        (-10, 0, "−10"),
        (-0.06, 1, "−0.1"),
        (-0.04, 1, "0.0"),
        (0, 0, "0"),
    ],
)
def test_a_difference_has_its_sign_unless_it_is_printed_as_zero(number, decimals, said):
    assert signed_text(number, decimals) == said


def test_an_interval_bears_the_mark_of_an_assumed_number_unless_it_is_published(real_points):
    marked = real_points["interval_text"].str.endswith("‡")
    assert marked.tolist() == (real_points["n_basis"] == "assumed").tolist()
    published = real_points[real_points["interval_method"] == "published"]
    assert published["interval_text"].tolist() == ["37.9 to 79.5%"]


def test_no_interval_is_called_too_narrow_where_none_is_told(typed, points_of):
    joints = {"unit": "joints"}
    points = points_of(
        typed(
            joints | {"responders": 12, "n_assessed": 14},
            joints | {"months": 6, "rate_pct": 58},
        )
    )
    assert "too narrow" not in sentences(points)[0]


def test_many_series_without_missing_patients_are_told_at_once(many_rows, points_of):
    rows = many_rows(9)
    view = View(missing=NON_RESPONDERS)
    complete = points_of(rows.assign(n_enrolled=rows["n_assessed"]), view)
    (said,) = recounting(complete, view)
    assert said.startswith("9 curves (Study 000 2000, Drug; ")
    assert "; 3 more): as many were assessed as were enrolled at every visit shown" in said


def test_published_counts_of_several_visits_are_one_sentence(many_rows, points_of):
    said = count_findings(points_of(many_rows(1)))
    assert said[0].endswith(" and 22 of 40 assessed responded. Counts as published.")


def test_the_first_findings_by_name_are_those_of_all(many_rows, points_of):
    points = points_of(many_rows(30))
    every = in_order(count_findings(points))
    assert first_count_findings(points, 12) == (every[:12], len(every))


def test_the_range_names_the_series_that_have_none_and_why(typed, points_of):
    rows = typed(
        {"responders": 9, "n_assessed": 10, "n_enrolled": 20},
        {"study": "B 2001", "responders": 5, "n_assessed": 10},
        {"study": "C 2001", "rate_pct": 50, "estimate": "time_to_event", "n_enrolled": 9},
    )
    said = range_footer(points_of(rows))
    assert said.startswith("Wide light bands: the range of the share of all enrolled")
    assert "No range for B 2001, Drug: the number enrolled is not stated." in said
    assert "No range for C 2001, Drug: a time-to-event estimate is not a count" in said


def test_what_is_shown_now_tells_the_range():
    assert view_words(View(), CurveDisplay(with_range=True))[-1] == (
        "With the range from all missing failed to all responded"
    )
    assert view_words(View(), CurveDisplay()) == view_words(View())
