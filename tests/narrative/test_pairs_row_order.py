import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.arm_pairs import pairs, refusals
from lib.analysis.month_slice import at_month, visits
from lib.analysis.settings import BY_SHARE, BY_STUDY, MISSING_RULES, View
from lib.narrative.arm_text import pair_facts, pair_sentence, pairs_table, several_arms
from lib.narrative.captions import differences_footer, figure_footer
from lib.narrative.caveats import cautions, incomparable
from lib.narrative.month_text import absent_sentences, dots_headline
from lib.narrative.numbers.pair_refusals import unpaired_sentence
from lib.narrative.series_text import sentences
from tests.thoroughness import examples

ARMS = ("Drug", "Drug 10", "Drug 2", "Sham")

visit = st.fixed_dictionaries(
    {
        "study": st.sampled_from(["A 2001", "B 2002"]),
        # 2 and 4, 1 and 5 are equally far from 3.
        "months": st.sampled_from([1, 2, 4, 5, 9]),
        "year": st.sampled_from(["", 2001, 2002]),
        "arm": st.sampled_from(ARMS),
        "role": st.sampled_from(["intervention", "comparator", "comparator", ""]),
        "outcome": st.sampled_from(["", "", "Cured"]),
        "randomised": st.sampled_from(["yes", "yes", "no", ""]),
        "same_patients_as": st.sampled_from(["", "", "", *ARMS]),
        "caution": st.sampled_from(["", "Doubtful."]),
        "responders": st.integers(0, 3),
        "n_assessed": st.integers(3, 5),
        "n_enrolled": st.sampled_from(["", 5, 6]),
    }
)


def identity(row):
    return row["study"], row["arm"], row["outcome"], row["months"]


files = st.lists(visit, min_size=1, max_size=12, unique_by=identity)


def everything_said(points, view, order):
    at = at_month(points, 3, 2, order)
    shown, made = at[at["absent"] == ""], pairs(at, 95)
    return {
        "lines": at[["label", "months", "rate", "count_text", "absent"]].to_numpy().tolist(),
        "visits": visits(points),
        "headline": dots_headline(at, 3, 2),
        "sentences": sentences(shown, 99),
        "absent": absent_sentences(at),
        "mixed": incomparable(shown),
        "cautions": cautions(shown),
        "footers": [figure_footer(shown, view, "forest"), differences_footer(made, 95)],
        "pairs": [(pair_sentence(pair), pair_facts(pair)) for pair in made],
        "refused": list(map(unpaired_sentence, refusals(at))),
        "shared": several_arms(made),
        "table": pairs_table(made).to_dict("records"),
    }


@pytest.mark.parametrize("order", [BY_STUDY, BY_SHARE])
@examples(24)
@given(data=st.data(), rows=files, missing=st.sampled_from(MISSING_RULES))
def test_nothing_on_the_page_depends_on_the_order_of_the_rows(
    typed, points_of, order, data, rows, missing
):
    view = View(missing=missing)
    told, again = (
        everything_said(points_of(typed(*some), view), view, order)
        for some in (rows, data.draw(st.permutations(rows)))
    )
    assert str(told) == str(again)


@examples(24)
@given(rows=files)
def test_a_pair_sets_an_intervention_against_a_comparator_of_other_patients(typed, points_of, rows):
    for pair in pairs(at_month(points_of(typed(*rows)), 3, 2), 95):
        first, second = pair.first, pair.second
        assert (first.role, second.role) == ("intervention", "comparator")
        assert first.arm != second.arm
        assert not {*first.patients_of} & {*second.patients_of}
        assert pd.notna([first.rate, second.rate]).all()
