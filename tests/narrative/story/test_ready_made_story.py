import pytest

from lib.analysis.selection import with_series
from lib.analysis.settings import BY_STUDY, BY_TREATMENT, PANELS
from lib.narrative.month_text import NOT_A_COMPARISON
from lib.narrative.numbers.count_text import MEANINGS
from lib.narrative.story.ready_made_story import story
from lib.narrative.story.slide_titles import MOST_WORDS
from lib.slides.page_settings import choices
from lib.slides.slide_json import read_slides, slides_json
from lib.slides.slide_list import AT_ONCE, COMPARE, CURVES, DEFINITIONS, NOTE_MOST
from lib.slides.slide_url import slides_to_text
from lib.studies.dataset import dataset_of
from lib.ui.explore.curve_controls import found


def titles(rows):
    return [slide.title for slide in story(with_series(rows))]


def test_the_real_studies_tell_their_story(real_rows):
    assert titles(real_rows) == [
        "Response fell: 79% to 58% by month 12",
        "Chakraverty 2004, Prolotherapy: 79% to 58% by month 12",
        "Kim 2010 at 15 months: 58.7% and 10.2%",
        "Cusi 2010, Prolotherapy: 76% to 32% by month 24",
        "May not be compared: 3 definitions of response",
        "2 of 5 curves can count everyone enrolled",
    ]


def test_its_notes_say_the_numbers_and_the_cautions(real_rows):
    slides = story(with_series(real_rows))
    assert "79% (15† of 19‡) responded at 3 months" in slides[1].note
    assert "Caution. Chakraverty 2004, Corticosteroid: A separate audit group" in slides[1].note
    assert "3 definitions of response" in slides[4].note
    assert "nobody can be added to it" in slides[5].note


def test_what_it_asks_for_is_there():
    data = dataset_of(b"study,arm,months,rate_pct\nA,x,3,50\n", "a.csv")
    known = choices(CURVES, found(data))
    assert PANELS in known["layout"]
    assert BY_TREATMENT.capitalize() in known["colour"]


def test_one_study_is_told_by_itself(typed):
    told = titles(typed({"rate_pct": 50, "months": 3}, {"rate_pct": 40, "months": 6}))
    assert told[0] == "A 2001, Drug: 50% to 40% by month 6"
    assert len(told) == 2


def test_several_series_are_not_chosen_between(typed):
    rows = [
        {"arm": arm, "months": months, "rate_pct": 50} for arm in ("X", "Y") for months in (3, 9)
    ]
    assert titles(typed(*rows))[0] == "A 2001: no change counts as fall or rise"


def test_no_study_has_no_story(real_rows):
    assert story(with_series(real_rows.iloc[:0])) == ()


def test_many_studies_share_their_slides(many_rows):
    slides = story(with_series(many_rows(500)))
    assert len(slides) == 5
    assert {slide.reveal for slide in slides} == {AT_ONCE}
    assert slides[2].title == "500 of 500 curves were seen at month 3"
    assert slides[1].asked == (("layout", (PANELS,)),)
    assert slides_to_text(slides).text


def test_hostile_names_give_slides_that_can_be_kept(typed):
    rows = typed(
        *(
            {"study": f"{i}" + "<b>=1+1`" * 11, "arm": "a" * 100, "rate_pct": 50,
             "caution": "c " * 2000, "outcome": f"o{i}"}
            for i in range(4)
        )
    )  # fmt: skip
    slides = story(with_series(rows))
    read = read_slides(slides_json(slides))
    assert read.slides == slides


def test_all_slides_have_the_colours_that_a_reader_asks_for(real_rows):
    rows = with_series(real_rows)
    assert not any("colour" in dict(slide.asked) for slide in story(rows))
    asked = story(rows, BY_STUDY)
    assert [dict(slide.asked)["colour"] for slide in asked] == [("Study",)] * len(asked)


def test_where_one_chart_would_be_crowded_each_study_has_a_panel(many_rows, typed):
    def layouts(rows):
        return [dict(slide.asked).get("layout") for slide in story(with_series(rows))]

    rows_of_24 = typed(
        *(
            {"study": f"S {i}", "arm": arm, "outcome": f"O {i % 2}", "rate_pct": 50}
            for i in range(8)
            for arm in "abc"
        )
    )
    assert layouts(rows_of_24)[-2:] == [None, (PANELS,)]
    assert layouts(many_rows(40))[-1] is None


def test_a_note_that_bears_a_mark_explains_it_once(real_rows):
    notes = [slide.note for slide in story(with_series(real_rows))]
    assert any("†" in note for note in notes)
    for note in notes:
        for mark, meaning in MEANINGS.items():
            assert note.count(meaning) == (mark in note)


def test_the_meaning_of_a_mark_stays_in_a_note_that_is_cut(typed):
    rows = typed(
        *(
            {"study": f"B {i}", "rate_pct": 79, "n_assessed": 19, "caution": f"{i} " * 400}
            for i in range(9)
        )
    )
    note = story(with_series(rows))[0].note
    assert len(note) == NOTE_MOST
    assert note.endswith(f"…\n\n{MEANINGS['†']}")


def test_losing_patients_does_not_read_as_rising_in_a_title(typed):
    rows = typed(
        {"months": 3, "n_enrolled": 40, "n_assessed": 20, "responders": 15},
        {"months": 6, "n_enrolled": 40, "n_assessed": 10, "responders": 8},
    )
    assert titles(rows)[0] == "A 2001: fell or rose, depending on missing patients"


def test_definitions_of_response_are_a_slide_of_text(real_rows):
    (slide,) = [slide for slide in story(with_series(real_rows)) if "figure" in dict(slide.asked)]
    assert dict(slide.asked)["figure"] == (DEFINITIONS,)


def test_each_study_has_its_panel_however_many_slides_that_takes(many_rows):
    slides = story(with_series(many_rows(20)))
    shown = [dict(slide.asked) for slide in slides if "layout" in dict(slide.asked)]
    assert [asked.get("page", ("1",)) for asked in shown] == [("1",), ("2",), ("3",), ("4",)]


@pytest.mark.parametrize("number", [1, 3, 7, 20, 61])
def test_titles_have_at_most_nine_words(many_rows, number):
    assert max(len(title.split()) for title in titles(many_rows(number))) <= MOST_WORDS


def test_the_slide_of_one_month_has_something_to_say(many_rows):
    slide = next(slide for slide in story(with_series(many_rows(20))) if slide.page == COMPARE)
    assert slide.title.endswith("were seen at month 3")
    assert NOT_A_COMPARISON in slide.note
