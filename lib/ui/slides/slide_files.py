"""Links and files of the list of slides, to write and to open."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from lib.exports.document import document
from lib.exports.figure_export import SlideExport
from lib.exports.file_sizes import document_size, powerpoint_size
from lib.exports.powerpoint import powerpoint
from lib.exports.reproduction_bundle import bundles
from lib.narrative.story.ready_made_story import story
from lib.phrases import with_noun
from lib.slides.slide_json import ReadSlides, read_slides, slides_json
from lib.slides.slide_list import Slides
from lib.slides.slide_url import SlideLink, slides_from_text, slides_to_text
from lib.studies.dataset import Dataset
from lib.ui.components.downloads import offer
from lib.ui.components.html_text import say_all
from lib.ui.explore.chips import last_colours
from lib.ui.figures.figure_downloads import POWERPOINT
from lib.ui.session.dataset import series_rows
from lib.ui.session.dataset_cache import cache_on_dataset
from lib.ui.session.session_slides import LINK, latest_slides, set_slides, slides
from lib.ui.session.url import ViewerContext, viewer_context
from lib.ui.slides.resolve_slide import render_deck, resolve_slide
from lib.ui.unsaved.keep import PARAMETER, kept_work

_LAST_LINK, _PROBLEMS = "slides_link_opened", "slides_problems"
_TITLE = "Response Decay"


def open_link() -> None:
    """Open, once, the slides in the address."""
    text = st.query_params.get(LINK, "")
    if not text or text == st.session_state.get(_LAST_LINK):
        return
    st.session_state[_LAST_LINK] = text
    if not slides():
        _replace_slides(slides_from_text(text))


def write_link() -> str:
    """Write the list into the address, so that it survives a reload and can be copied.

    Returns
    -------
    str
        Why the address does not hold it; blank if it does.
    """
    made = slides_to_text(slides()) if slides() else SlideLink("")
    if made.text:
        st.session_state[_LAST_LINK] = made.text
    _set_address({LINK: made.text, PARAMETER: kept_work().token})
    return made.reason


def _set_address(named: Mapping[str, str]) -> None:
    """Write the list into the address, or take it out, and the name of the unsaved work with it.

    The browser wrote that name, which Streamlit does not know of and would drop.
    """
    present = {name: st.query_params.get(name, "") for name in named}
    if present[LINK] == named[LINK] and present[PARAMETER] in ("", named[PARAMETER]):
        return
    others = {name: st.query_params.get_all(name) for name in st.query_params if name not in named}
    st.query_params.from_dict({**others, **{name: text for name, text in named.items() if text}})


def tell_problems() -> None:
    """Show the problems of an opened list until the reader dismisses them."""
    problems = st.session_state.get(_PROBLEMS)
    if not problems:
        return
    said, button = st.columns([6, 1], vertical_alignment="center")
    with said:
        say_all(problems, "warning", "Not all of what was opened could be used:")
    button.button("Dismiss", on_click=st.session_state.pop, args=(_PROBLEMS,))


def start_story(data: Dataset) -> None:
    """Offer the ready-made story of the data."""
    made = _story(data, last_colours())
    instead = " instead of these" if slides() else ""
    st.button(
        f"Start with a ready-made story: {with_noun(len(made), 'slide')}{instead}",
        on_click=set_slides,
        args=(made,),
        type="primary" if not slides() else "secondary",
    )


@cache_on_dataset(3)
def _story(data: Dataset, colours: str) -> Slides:
    """Its titles and notes contain numbers, so its slides keep their version of the data."""
    version = "" if data.tried else data.version
    return tuple(replace(slide, version=version) for slide in story(series_rows(data), colours))


def open_file() -> None:
    """Offer to open a list from a file, in place of the present one."""
    st.file_uploader(
        "Open slides from a file (.json)",
        "json",
        key="slides_file",
        max_upload_size=5,
        on_change=_open_file,
        help="They replace the slides that are here now.",
    )


def _open_file() -> None:
    file = st.session_state["slides_file"]
    if file is not None:
        _replace_slides(read_slides(file.getvalue()))


def _replace_slides(read: ReadSlides) -> None:
    """Replace the list by the slides that could be read, if any, and store the problems."""
    st.session_state[_PROBLEMS] = [problem.words for problem in read.problems]
    if read.slides:
        set_slides(read.slides)


def show_slide_downloads(data: Dataset) -> None:
    """Offer the whole list as files.

    A click may come before the run that follows an edit: a file is made of the list at the click.
    """
    listed, latest, now = slides(), latest_slides(), viewer_context()

    def deck() -> tuple[SlideExport, ...]:
        return render_deck(data, latest.slides, now)

    number = with_noun(len(listed), "slide")
    rows = sum(len(each.exhibit.table) for each in deck())
    name = f"response-decay-{data.version}-slides"
    by_step = st.checkbox(
        "A PowerPoint page for each step",
        help="For slides that appear study by study or month by month.",
    )
    with st.container(horizontal=True):
        offer(
            f"PowerPoint ({number}, charts that can be edited; "
            f"{powerpoint_size(len(listed), rows)})",
            lambda: powerpoint(deck(), by_step),
            f"{name}.pptx",
            POWERPOINT,
        )
        offer(
            f"HTML ({number} with the speaker's notes, works offline and presents; "
            f"{document_size(len(listed), rows)})",
            lambda: document(deck(), _TITLE, now.theme),
            f"{name}.html",
            "text/html",
        )
        offer(
            f"Bundles ({number}, a folder each: data, table, script that redraws it; ZIP)",
            lambda: _bundles(data, latest.slides, now),
            f"{name}.zip",
            "application/zip",
        )
        offer(
            f"List ({number}, to open here again; JSON)",
            lambda: slides_json(latest.slides),
            f"{name}.json",
            "application/json",
        )


def _bundles(data: Dataset, listed: Slides, now: ViewerContext) -> bytes:
    zipped = zip(render_deck(data, listed, now), listed, strict=True)
    return bundles([(each.exhibit, resolve_slide(data, slide).data) for each, slide in zipped])
