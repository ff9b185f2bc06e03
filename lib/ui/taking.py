"""What can be taken away of a figure, and the way into the slides; made only when asked for."""

from functools import partial

import streamlit as st

from lib.exports.bundle import bundle
from lib.exports.caption import caption, citation_text
from lib.exports.document import document
from lib.exports.exhibit import Exhibit, Presented
from lib.exports.powerpoint import powerpoint
from lib.exports.sizes import bundle_size, document_size, powerpoint_size
from lib.exports.table import stamped_csv
from lib.studies.dataset import Dataset
from lib.studies.report import counted
from lib.ui.address import EMBED, address
from lib.ui.downloads import offer
from lib.ui.figure import viewers_theme
from lib.ui.images import image_buttons
from lib.ui.pinned import VERSION
from lib.ui.prose import say
from lib.ui.sights.sight import Sight, exhibit, presented
from lib.ui.slides.listed import add_slide, slides
from lib.views.slides import BY_STUDY, SLIDES_MOST, Slide

POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
SLIDES_PAGE = "present/slides.py"


def take_away(sight: Sight, data: Dataset, key: str) -> None:
    """Offer what a page shows, under its figure, as a slide and as files.

    `key` sets apart the figures of a page.
    """
    left, right = st.columns([1, 4])
    with left:
        st.button(
            "Add to slides",
            key=f"add_{key}",
            icon=":material/add_to_queue:",
            on_click=add_slide,
            args=(sight,),
            disabled=len(slides()) >= SLIDES_MOST,
            width="stretch",
        )
    with right, st.expander("Take this figure away", key=f"take_{key}", on_change="rerun") as box:
        if box.open:
            offers(sight, data, key)
    if slides():
        st.page_link(SLIDES_PAGE, label=f"Go to the {counted(len(slides()), 'slide')}")


def offers(sight: Sight, data: Dataset, key: str) -> None:
    """Offer what a sight shows as images, files, words and links; `key` is part of their names."""
    theme = viewers_theme()
    shown = exhibit(sight, data, theme, address(sight.page, sight.asked))
    name = f"response-decay-{data.version}-{key}"
    image, file, words, link = st.tabs(["Image", "File", "Caption and citation", "Link and embed"])
    with image:
        say("Drawn by this browser, with title, source and method in it.", "quiet")
        image_buttons(shown.figure, name, key)
    with file:
        _files(shown, (sight, data), name)
    with words:
        _text("Caption, to paste under the figure", caption(shown))
        _text("Citation of the figure and of its studies", citation_text(shown))
    with link:
        _links(shown, sight)


def _files(shown: Exhibit, of: tuple[Sight, Dataset], name: str) -> None:
    (sight, data), theme, rows = of, viewers_theme(), len(shown.table)
    slide = Slide(sight.page, sight.asked, sight.title, reveal=BY_STUDY)

    def as_slide() -> list[Presented]:
        return [presented(sight, slide, data, theme)]

    with st.container(horizontal=True):
        offer(
            f"PowerPoint (1 slide, a chart that can be edited; {powerpoint_size(1, rows)})",
            lambda: powerpoint(as_slide()),
            f"{name}.pptx",
            POWERPOINT,
        )
        offer(
            f"HTML (offline, with a table of {counted(rows, 'row')}; {document_size(1, rows)})",
            lambda: document(as_slide(), sight.title, theme),
            f"{name}.html",
            "text/html",
        )
        offer(
            f"Table ({counted(rows, 'row')}; CSV)",
            partial(stamped_csv, shown.table.fillna("").astype("str"), shown.stamp),
            f"{name}.csv",
        )
        offer(
            f"Bundle (the data and a script that redraws it; ZIP, {bundle_size(len(data.data))})",
            lambda: bundle(shown, data),
            f"{name}.zip",
            "application/zip",
        )


def _links(shown: Exhibit, sight: Sight) -> None:
    version = ((VERSION, (shown.stamp.version,)),)
    _text("This view, always with the newest data", shown.link)
    _text("This view with the data as they are now", address(sight.page, sight.asked, version))
    _text("The figure alone, on a page of yours", embedding(sight))


def _text(title: str, text: str) -> None:
    """Show a text with a button that copies it."""
    say(title, "label")
    st.code(text, language=None, wrap_lines=True)


def embedding(sight: Sight) -> str:
    """Give the line of HTML that shows a figure on another page."""
    there = address(sight.page, sight.asked, ((EMBED, ("true",)),)).replace("&", "&amp;")
    return (
        f'<iframe src="{there}" title="Response Decay: response rates over time" '
        'width="100%" height="720" style="border:0"></iframe>'
    )
