import json
import os

import pytest

from lib.slides.slide_json import slides_json
from lib.slides.slide_list import AT_ONCE, BY_MONTH, COMPARE, CURVES, STUDY, SYNTHESIS, Slide
from lib.slides.slide_url import slides_to_text
from lib.studies.dataset import version_of
from lib.ui.session.session_slides import _SLIDES
from tests.studies.keeping import STUDIES, save, written

SLIDES = "present/slides.py"
TWO = (
    Slide(CURVES, (("focus", ("Kim 2010",)),), "One", "Say this."),
    Slide(COMPARE, (("month", ("6",)),), "Two"),
)


@pytest.fixture
def open_slides(open_app):
    """Open the page with these slides in its link."""

    def run(*slides, csv=None):
        return open_app(SLIDES, csv=csv, slides=slides_to_text(slides).text)

    return run


@pytest.fixture
def open_file(open_app):
    """Open the page, then a file on it."""

    def run(data):
        app = open_app(SLIDES)
        app.file_uploader[0].set_value([("slides.json", data, "application/json")]).run()
        assert not app.exception
        return app

    return run


def html(app):
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def listed(app):
    try:
        return app.session_state[_SLIDES]
    except KeyError:
        return ()


def titles(app):
    return [slide.title for slide in listed(app)]


def press(app, label):
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert not app.exception
    return app


def add_buttons(app):
    return [each for each in app.button if each.label.startswith("Add") and "slides" in each.label]


def add_all(app):
    for place in range(len(add_buttons(app))):
        add_buttons(app)[place].click().run()


def deck(app):
    """What the browser is given to present."""
    (shown,) = (
        json.loads(each.proto.json) for each in app.get("bidi_component")
        if each.proto.component_name == "response_decay_show"
    )  # fmt: skip
    return shown


def test_without_a_slide_the_page_says_how_to_get_one(read_app):
    app = read_app(SLIDES)
    said = html(app)
    assert "No slide yet" in said
    assert "“Add to slides” beside every figure" in said
    assert not app.radio


def test_a_story_is_ready_made(open_app):
    app = press(open_app(SLIDES), "Start with a ready-made story: 6 slides")
    assert len(listed(app)) == 6
    assert len(app.radio[0].options) == 6
    assert "slides" in app.query_params


@pytest.mark.parametrize(
    ("page", "asked", "pages"),
    [
        ("explore/curves.py", {"focus": "Kim 2010"}, [CURVES]),
        ("explore/study.py", {"study": "Cusi 2010"}, [STUDY]),
        ("explore/compare.py", {"month": "6"}, [COMPARE, COMPARE]),
    ],
)
def test_every_figure_can_be_added(open_app, page, asked, pages):
    app = open_app(page, **asked)
    add_all(app)
    assert [slide.page for slide in listed(app)] == pages
    ((name, value),) = asked.items()
    assert all((name, (value,)) in slide.asked for slide in listed(app))
    app.switch_page(SLIDES).run()
    assert app.radio[0].value == len(pages) - 1
    assert "left out" not in html(app)


def test_pools_can_be_added(open_app, tmp_path, write_csv):
    rows = [
        {"study": f"S {i}", "treatment": "Block", "outcome": "relief", "n_assessed": 40,
         "responders": 9 + 3 * i, "months": 3} for i in range(4)
    ]  # fmt: skip
    (tmp_path / "made-up.csv").write_bytes(write_csv(*rows))
    app = open_app("explore/synthesis.py", csv=tmp_path / "made-up.csv")
    add_all(app)
    app.segmented_control(key="figure").set_value("3").run()
    add_all(app)
    assert [slide.page for slide in listed(app)] == [SYNTHESIS] * 3
    assert [slide.title for slide in listed(app)][1:] == [
        "Block: pooled at 3 months",
        "Block at 3 months: how often would a new study exceed 50%?",
    ]
    app.switch_page(SLIDES).run()
    assert not app.exception
    assert "Nothing is pooled" not in html(app)


def test_title_note_and_reveal_are_edited(open_slides):
    app = open_slides(*TWO)
    app.text_input[0].set_value("  Does it\nlast? ").run()
    app.text_area[0].set_value("Slowly.").run()
    app.segmented_control[0].set_value(BY_MONTH).run()
    first, second = listed(app)
    assert (first.title, first.note, first.reveal) == ("Does it last?", "Slowly.", BY_MONTH)
    assert second == TWO[1]
    assert app.query_params["slides"] == slides_to_text((first, second)).text


def test_each_slide_keeps_its_own_words(open_slides):
    app = open_slides(*TWO)
    app.radio[0].set_value(1).run()
    assert (app.text_input[0].value, app.text_area[0].value) == ("Two", "")
    app.text_input[0].set_value("Zwei").run()
    app.radio[0].set_value(0).run()
    assert (app.text_input[0].value, app.text_area[0].value) == ("One", "Say this.")
    assert titles(app) == ["One", "Zwei"]


@pytest.mark.parametrize(
    ("button", "then", "edited"),
    [
        ("Down", ["Two", "One"], 1),
        ("Duplicate", ["One", "One", "Two"], 1),
        ("Remove", ["Two"], 0),
    ],
)
def test_slides_are_moved_copied_and_removed(open_slides, button, then, edited):
    app = press(open_slides(*TWO), button)
    assert titles(app) == then
    assert app.radio[0].value == edited
    assert app.text_input[0].value == then[edited]


def test_the_first_slide_cannot_go_up_nor_the_last_down(open_slides):
    app = open_slides(*TWO)
    disabled = {button.label: button.disabled for button in app.button}
    assert (disabled["Up"], disabled["Down"]) == (True, False)


def test_the_last_slide_can_be_removed(open_slides):
    app = press(open_slides(TWO[0]), "Remove")
    assert "No slide yet" in html(app)
    assert "slides" not in app.query_params


def test_what_was_typed_comes_with_a_click_that_moves_the_slide(open_slides):
    app = open_slides(*TWO)
    app.text_input[0].set_value("Typed")
    press(app, "Down")
    assert titles(app) == ["Two", "Typed"]


def test_two_texts_come_with_a_click_that_moves_the_slide(open_slides):
    app = open_slides(*TWO)
    app.text_input[0].set_value("Typed")
    app.text_area[0].set_value("Noted")
    press(app, "Down")
    assert [(slide.title, slide.note) for slide in listed(app)] == [("Two", ""), ("Typed", "Noted")]


def test_what_was_typed_stays_if_another_slide_is_chosen_with_it(open_slides):
    app = open_slides(*TWO)
    app.text_input[0].set_value("Typed")
    app.text_area[0].set_value("Noted")
    app.radio[0].set_value(1).run()
    assert [(slide.title, slide.note) for slide in listed(app)] == [("Typed", "Noted"), ("Two", "")]
    assert app.text_input[0].value == "Two"


def test_a_title_stands_in_the_list_as_soon_as_it_is_typed(open_slides):
    app = open_slides(*TWO)
    app.text_input[0].set_value("Typed").run()
    assert app.radio[0].options[0] == "1. Typed"


def test_a_file_that_an_earlier_run_offered_has_the_latest_edit(open_slides, monkeypatch):
    offered = {}
    monkeypatch.setattr(
        "lib.ui.slides.slide_files.offer",
        lambda label, make, *_: offered.setdefault(label.split(" ")[0], make),
    )
    app = open_slides(*TWO)
    app.text_input[0].set_value("Typed").run()
    assert b'"Typed"' in offered["List"]()
    assert b"Typed" in offered["HTML"]()


def test_slides_kept_as_a_file_are_opened(open_file):
    app = open_file(slides_json(TWO))
    assert listed(app) == TWO
    assert "Not all of these slides" not in html(app)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b'{"format": "other"}'])
def test_a_damaged_file_is_told_and_changes_nothing(open_file, data):
    app = open_file(data)
    said = html(app)
    assert "Not all of what was opened could be used:" in said
    assert "No slide yet" in said


def test_of_a_file_in_part_damaged_the_rest_is_opened(open_file):
    data = slides_json(TWO).replace(b'"compare"', b'"<b>elsewhere</b>"')
    app = open_file(data)
    said = html(app)
    assert listed(app) == TWO[:1]
    assert "Slide 2, page:" in said
    assert "<b>" not in said
    assert "Not all of these slides" not in html(press(app, "Dismiss"))


def test_a_damaged_file_leaves_the_slides_that_are_here(open_slides):
    app = open_slides(*TWO)
    app.file_uploader[0].set_value([("slides.json", b"{", "application/json")]).run()
    assert listed(app) == TWO
    assert "Not all of what was opened" in html(app)


def test_a_link_brings_its_slides(open_slides):
    app = open_slides(*TWO)
    assert listed(app) == TWO
    assert [option[:2] for option in app.radio[0].options] == ["1.", "2."]


@pytest.mark.parametrize("link", ["A" * 7000, "eJw", "<b>"])
def test_an_absurd_link_is_told(open_app, link):
    app = open_app(SLIDES, slides=link)
    said = html(app)
    assert "Not all of what was opened could be used:" in said
    assert "<b>" not in said
    assert "slides" not in app.query_params


def test_what_a_slide_names_that_is_not_there_is_told(open_slides):
    said = html(open_slides(Slide(CURVES, (("focus", ("Gone 1999",)),), "One")))
    assert "This slide names what is not in the data now" in said
    assert "focus “Gone 1999”" in said


def test_a_slide_keeps_to_the_data_it_was_made_with(open_slides, tmp_path):
    csv = written(tmp_path)
    app = open_slides(Slide(CURVES, (), "One"), csv=csv)
    app.checkbox[0].check().run()
    (slide,) = listed(app)
    assert slide.version == version_of(STUDIES)
    save(csv)
    os.utime(csv, ns=(1, 1))
    kept = deck(open_slides(slide, csv=csv))
    assert f"version {version_of(STUDIES)}" in json.dumps(kept)
    newest = deck(open_slides(Slide(CURVES, (), "One"), csv=csv))
    assert version_of(STUDIES) not in json.dumps(newest)


def test_a_slide_of_an_unknown_version_is_told(open_slides):
    said = html(open_slides(Slide(CURVES, (), "One", version="00000000")))
    assert "made with data version 00000000, which is not in the history here" in said


def test_the_browser_is_given_the_words_as_they_were_typed(open_slides):
    app = open_slides(*TWO)
    app.text_input[0].set_value("</script><b>x</b>").run()
    given = deck(app)
    first, second = given["deck"]["slides"]
    assert (first["title"], first["note"], second["title"]) == (
        "</script><b>x</b>", "Say this.", "Two",
    )  # fmt: skip
    assert "<b>x" not in html(app)


def test_a_slide_without_a_title_is_called_so_in_the_list(open_slides):
    app = open_slides(Slide(CURVES))
    assert app.radio[0].options == ["1. No title"]


def test_the_speakers_window_alone_holds_nothing_else(open_app):
    app = open_app(SLIDES, role="speaker")
    assert (len(app.title), len(app.radio), len(app.file_uploader)) == (0, 0, 0)


def test_without_any_studies_the_page_says_so(open_app, tmp_path):
    app = open_app(SLIDES, csv=tmp_path / "gone.csv", slides=slides_to_text(TWO).text)
    assert "There is no study to show yet" in html(app)


@pytest.mark.parametrize("page", [CURVES, COMPARE, STUDY, SYNTHESIS])
def test_every_kind_of_slide_is_drawn(open_slides, page):
    given = deck(open_slides(Slide(page, (), "One", reveal=AT_ONCE)))
    (slide,) = given["deck"]["slides"]
    assert slide["steps"][-1]["figure"]["data"]


def test_a_removed_slide_comes_back(open_slides):
    app = press(open_slides(*TWO), "Remove")
    assert titles(app) == ["Two"]
    assert titles(press(app, "Undo")) == ["One", "Two"]


def test_a_story_in_place_of_my_slides_can_be_undone(open_slides):
    app = press(open_slides(*TWO), "Start with a ready-made story: 6 slides instead")
    assert len(listed(app)) == 6
    assert titles(press(app, "Undo")) == ["One", "Two"]


def test_every_choice_in_the_list_holds(open_slides):
    app = open_slides(*TWO, Slide(CURVES, (), "Three"))
    for place in (1, 2, 0, 1):
        app.radio[0].set_value(place).run()
        assert app.radio[0].value == place
        assert app.text_input[0].value == ["One", "Two", "Three"][place]


def test_a_new_title_keeps_the_choice(open_slides):
    app = open_slides(*TWO)
    app.text_input[0].set_value("New").run()
    assert app.radio[0].value == 0
    assert app.radio[0].options[0] == "1. New"


def test_the_story_keeps_to_the_data_that_its_words_tell(open_app, tmp_path):
    csv = written(tmp_path)
    app = press(open_app(SLIDES, csv=csv), "Start with a ready-made story")
    assert {slide.version for slide in listed(app)} == {version_of(STUDIES)}
