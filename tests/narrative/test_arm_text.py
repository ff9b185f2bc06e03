from lib.analysis.arm_pairs import pairs
from lib.analysis.month_slice import at_month
from lib.analysis.settings import NON_RESPONDERS, View
from lib.charts.figure_options import Picture
from lib.charts.forest.arm_forest import differences
from lib.narrative.arm_text import pair_facts, pair_sentence, pairs_table
from lib.narrative.captions import differences_footer
from lib.narrative.month_text import dots_headline
from lib.narrative.numbers.count_text import MEANINGS

DRUG = {
    "arm": "Drug", "role": "intervention", "responders": 12, "n_assessed": 20, "n_enrolled": 24,
    "randomised": "yes",
}  # fmt: skip
SHAM = DRUG | {"arm": "Sham", "role": "comparator", "responders": 5}
ASSUMED = {"n_basis": "assumed"}


def paired(points):
    return pairs(at_month(points, 3, 0), 95)


def test_what_is_made_from_an_assumed_number_bears_its_mark(typed, points_of):
    made = paired(points_of(typed(DRUG, SHAM | ASSUMED), View(missing=NON_RESPONDERS)))
    assert "points‡." in pair_sentence(made[0])
    assert "+45.8‡" in differences_footer(made, 95)
    assert MEANINGS["‡"] in differences_footer(made, 95)
    assert MEANINGS["‡"] in dict(pair_facts(made[0]))["Beside it"]
    reported = paired(points_of(typed(DRUG, SHAM | ASSUMED)))
    assert "points (95% interval +4.4 to +57.8)‡." in pair_sentence(reported[0])
    row = pairs_table(reported).iloc[0]
    assert all(row[name].endswith(")‡") for name in ("Risk difference", "Risk ratio", "Odds ratio"))
    assert dict(pair_facts(reported[0]))["Risk difference"].endswith("(1998, method 10)‡")
    (line,) = differences(reported, Picture()).lines
    assert line.texts[1].endswith(")‡")


def test_what_is_made_from_printed_numbers_bears_none(typed, points_of):
    made = paired(points_of(typed(DRUG, SHAM)))
    assert "‡" not in pair_sentence(made[0]) + pairs_table(made).to_string()


def test_joints_taken_apart_are_told_beside_the_interval(typed, points_of):
    made = paired(points_of(typed(DRUG | {"unit": "joints"}, SHAM | {"unit": "joints"})))
    for said in (pair_sentence(made[0]), differences_footer(made, 95)):
        assert "What is counted are joints" in said
    patients = paired(points_of(typed(DRUG, SHAM)))
    assert "What is counted" not in pair_sentence(patients[0]) + differences_footer(patients, 95)


def test_the_table_names_the_method_of_each_interval(typed, points_of):
    made = pairs_table(paired(points_of(typed(DRUG, SHAM)))).iloc[0]
    assert made["Intervals made by"].split("; ") == [
        "risk difference: Newcombe's hybrid score (1998, method 10)",
        "risk ratio: Koopman's score (1984)",
        "odds ratio: Miettinen and Nurminen's score (1985)",
    ]
    assert "so many treated for one more to respond" in made["Number needed to treat"]


def test_without_an_interval_nothing_is_said_of_patients_to_come(typed, points_of):
    estimate = {"estimate": "time_to_event", "responders": "", "n_assessed": ""}
    rows = (DRUG | estimate | {"rate_pct": 58.7}, SHAM | estimate | {"rate_pct": 10.2})
    said = pair_sentence(paired(points_of(typed(*rows)))[0])
    assert "of 100 in each arm, 59 against 10 responded" in said
    assert "like these" not in said


def test_the_headline_of_a_month_counts_definitions(typed, points_of):
    rows = (DRUG | {"outcome": "A"}, SHAM | {"outcome": "B", "caution": "Odd."})
    said = dots_headline(at_month(points_of(typed(*rows)), 3, 0), 3, 0)
    assert said == (
        "2 curves of 1 study have a number at 3 months; 2 definitions of response; "
        "1 with a caution."
    )


def test_the_interval_of_each_arm_names_its_method(typed, points_of):
    told = dict(pair_facts(paired(points_of(typed(DRUG, SHAM)))[0]))
    assert told["Drug (first)"] == "60.0% (12/20); 95% interval 38.7 to 78.1% (Wilson)"
