import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.settings import NON_RESPONDERS
from lib.narrative.story.ready_made_story import story
from lib.slides.page_settings import choices
from lib.slides.slide_list import COMPARE, CURVES, SEGMENTS, STUDY, SYNTHESIS
from lib.studies.dataset import dataset_of
from lib.ui.explore import curve_controls, month_comparison
from lib.ui.explore.pooling import synthesis_controls
from lib.ui.figures import arms, curves, synthesis
from lib.ui.figures.figure_of_page import FIGURE_OF_PAGE
from lib.ui.session.dataset import series_rows
from tests.conftest import ROOT, as_csv
from tests.thoroughness import examples

REAL = dataset_of((ROOT / "data" / "studies.csv").read_bytes(), "studies.csv")
POOLS = dataset_of(
    as_csv(
        *(
            {
                "study": f"S {i} & <b>+%", "arm": role, "role": role, "months": months,
                "treatment": "Block" if role == "intervention" else "Sham",
                "outcome": "relief", "n_enrolled": 44, "n_assessed": 40, "randomised": "yes",
                "responders": 10 + 3 * i - months // 3,
            }
            for i in range(4)
            for months in (3, 12)
            for role in ("intervention", "comparator")
        )
    ),
    "pools.csv",
)  # fmt: skip

FOUND = {
    CURVES: curve_controls.found,
    STUDY: lambda data: {"study": curve_controls.found(data)["studies"]},
    COMPARE: month_comparison.found,
    SYNTHESIS: lambda data: synthesis_controls.found(data, "Block"),
}


def choices_of(page, data):
    known = choices(page, FOUND[page](data))
    # Windows of all widths and months would pool other studies, or none.
    few = {"width": ["1.5"], "figure": [SEGMENTS, "3", "6", "12"]}
    known = known | few if page == SYNTHESIS else known
    return {name: texts for name, texts in known.items() if texts}


def asked_for(page, data):
    found = choices_of(page, data)
    return st.sets(st.sampled_from(sorted(found)), max_size=4).flatmap(
        lambda names: st.tuples(
            *(
                st.tuples(
                    st.just(name),
                    st.lists(
                        st.sampled_from(list(found[name])), min_size=1, max_size=3, unique=True
                    ).map(tuple),
                )
                for name in sorted(names)
            )
        )
    )


@pytest.mark.parametrize("data", [REAL, POOLS], ids=lambda data: data.name)
@pytest.mark.parametrize("page", FIGURE_OF_PAGE)
@examples(15)
@given(drawn=st.data())
def test_what_a_sight_asks_opens_that_very_sight(page, data, drawn):
    sight, kept = FIGURE_OF_PAGE[page](data, drawn.draw(asked_for(page, data)))
    again, heeded_again = FIGURE_OF_PAGE[sight.page](data, sight.asked)
    # Which definitions of response there are goes by the treatment.
    assert kept.notes == () or (page, data) == (SYNTHESIS, REAL)
    assert (heeded_again.notes, heeded_again.fallbacks) == ((), ())
    assert (again.asked, again.title, again.alt) == (sight.asked, sight.title, sight.alt)
    assert again.method == sight.method


@pytest.mark.parametrize("page", FIGURE_OF_PAGE)
@examples(15)
@given(drawn=st.data())
def test_nothing_that_a_slide_asks_is_trusted(page, drawn):
    names = st.sampled_from(sorted(choices_of(page, REAL))) | st.text(max_size=5)
    values = st.sampled_from(["", "nan", "inf", "-1", "1e999", "٣", "<b>", "true"]) | st.text()
    absurd = drawn.draw(st.dictionaries(names, st.lists(values, max_size=2), max_size=4))
    asked = tuple((name, tuple(texts)) for name, texts in absurd.items())
    sight, kept = FIGURE_OF_PAGE[page](REAL, asked)
    known = choices_of(page, REAL)
    for name, texts in absurd.items():
        for text in texts:
            told = f"{name} “{text}”" in kept.notes
            assert told or text in known.get(name, ())
    assert FIGURE_OF_PAGE[sight.page](REAL, sight.asked)[0].asked == sight.asked


def test_nothing_left_is_told_and_all_is_shown():
    asked = (("studies", ("Kim 2010",)), ("missing", (NON_RESPONDERS,)))
    sight, kept = curves.curves_figure_for(REAL, asked)
    assert kept.fallbacks == (curves.NOTHING_LEFT,)
    assert sight.asked == ()


def test_a_month_at_which_a_rule_leaves_nobody_is_shown_as_reported():
    sight, kept = arms.compare_figure_for(
        REAL, (("month", ("15",)), ("missing", (NON_RESPONDERS,)))
    )
    assert kept.fallbacks == (arms.NOTHING_LEFT,)
    assert sight.asked == (("month", ("15",)),)


def test_a_month_without_two_arms_shows_every_series():
    sight, kept = arms.compare_figure_for(REAL, (("month", ("12",)), ("figure", ("differences",))))
    assert kept.fallbacks == (arms.NO_PAIRS,)
    assert sight.asked == (("month", ("12",)),)


def test_where_nothing_is_pooled_the_curves_are_shown():
    sight, kept = synthesis.synthesis_figure_for(REAL, (("figure", ("3",)),))
    assert kept.fallbacks == (synthesis.NOTHING_POOLED,)
    assert (sight.page, sight.asked) == (CURVES, ())


def test_a_window_that_is_not_pooled_shows_the_others():
    sight, kept = synthesis.synthesis_figure_for(POOLS, (("figure", ("6",)),))
    assert kept.notes == ()
    assert ("figure", ("6",)) not in sight.asked
    assert sight.page == SYNTHESIS


@pytest.mark.parametrize("data", [REAL, POOLS], ids=lambda data: data.name)
def test_the_story_asks_for_what_there_is(data):
    for slide in story(series_rows(data)):
        _, kept = FIGURE_OF_PAGE[slide.page](data, slide.asked)
        assert (kept.notes, kept.fallbacks) == ((), ())


@pytest.mark.parametrize("width", ["1", "2", "3"])
def test_a_width_comes_back(width):
    sight, _ = synthesis.synthesis_figure_for(
        POOLS, (("treatment", ("Block",)), ("width", (width,)))
    )
    assert synthesis.synthesis_figure_for(POOLS, sight.asked)[1].notes == ()
