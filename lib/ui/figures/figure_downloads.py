"""What can be done with a figure: present it, put it among the slides, download it."""

from collections.abc import Callable, Collection
from functools import partial
from math import ceil

import streamlit as st

from lib.charts.plotly.figure import plotly_figure
from lib.exports.caption import caption, citation_text
from lib.exports.document import document
from lib.exports.figure_export import FigureExport, SlideExport
from lib.exports.file_sizes import bundle_size, document_size, powerpoint_size
from lib.exports.powerpoint import powerpoint
from lib.exports.reproduction_bundle import bundle
from lib.phrases import with_noun
from lib.slides.slide_list import BY_STUDY, SLIDES_MOST, Slide
from lib.studies.dataset import Dataset
from lib.ui.components.downloads import offer
from lib.ui.components.figure import viewers_theme
from lib.ui.components.html_text import say
from lib.ui.components.images import image_buttons
from lib.ui.figures.frames import frame_html, view_address, view_height
from lib.ui.figures.page_figure import PageFigure, export_figure, image_chart, render_slide
from lib.ui.session.data_version import mark_linked, version_to_keep
from lib.ui.session.session_slides import add_slide, slides
from lib.ui.session.url import EMBED, viewer_context
from lib.ui.shell.embedding import PADDING
from lib.ui.shell.wire.embedding_sites import EMBED_VARIABLE, embedding_sites
from lib.ui.slides.presenter import present_at_once

POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
SLIDES_PAGE = "present/slides.py"


def show_figure_actions(figure: PageFigure, data: Dataset, key: str, of: str = "") -> None:
    """Offer to present a figure, to add it to the slides and to download it, in a row.

    `key` is the name of the figure on its page; `of` names it in words where the page has two.
    """
    version = version_to_keep(data)
    if st.button(
        _named("Present", of), key=f"present_{key}", icon=":material/slideshow:", type="primary"
    ):
        slide = Slide(figure.page, figure.asked, version=version)
        present_at_once(render_slide(figure, slide, data, viewer_context()), viewers_theme())
    if slides():
        st.page_link(SLIDES_PAGE, label=f"Your slides ({len(slides())})")
    st.button(
        f"Add {of} to slides" if of else "Add to slides",
        key=f"add_{key}",
        on_click=add_slide,
        # A finding holds numbers: its slide stays with the data that it was made from.
        args=(figure, data.version if figure.finding and not data.tried else version),
        disabled=len(slides()) >= SLIDES_MOST,
    )
    with st.popover(_named("Download", of), key=f"take_{key}", on_change="rerun") as box:
        if box.open:
            slide = Slide(figure.page, figure.asked, reveal=BY_STUDY, version=version)
            show_download_tabs(figure, data, slide, key)


def _named(action: str, of: str) -> str:
    return f"{action} {of}" if of else action


def show_download_tabs(figure: PageFigure, data: Dataset, slide: Slide, key: str) -> None:
    """Offer a figure as images, files, text and links; `key` is part of the file names."""
    mark_linked(data)  # its files and links name it
    shown = export_figure(figure, data, viewer_context(), slide.version)
    name = f"response-decay-{data.version}-{key}"
    image, file, words, link = st.tabs(["Image", "File", "Caption and citation", "Link and embed"])
    with image:
        say("Drawn by this browser, 16:9, with title, source and method in it.", "quiet")
        image_buttons(plotly_figure(image_chart(figure, data, viewer_context())), name, key)
    with file:
        _files(shown, data, partial(render_slide, figure, slide, data, viewer_context()), name)
    with words:
        _text("Caption, to paste under the figure", caption(shown))
        _text("Citation of the figure and of its studies", citation_text(shown))
    with link:
        _links(figure, data, shown.chart.canvas.height)


def _files(
    shown: FigureExport, data: Dataset, present: Callable[[], SlideExport], name: str
) -> None:
    rows = len(shown.table)
    with st.container(horizontal=True):
        offer(
            f"PowerPoint (1 slide, a chart that can be edited; {powerpoint_size(1, rows)})",
            lambda: powerpoint([present()]),
            f"{name}.pptx",
            POWERPOINT,
        )
        offer(
            f"HTML (offline, with a table of {with_noun(rows, 'row')}; {document_size(1, rows)})",
            partial(_document, present),
            f"{name}.html",
            "text/html",
        )
        offer(
            f"Table ({with_noun(rows, 'row')}; CSV)",
            shown.table_csv,
            f"{name}.csv",
        )
        offer(
            f"Bundle (the data and a script that redraws it; ZIP, {bundle_size(len(data.data))})",
            lambda: bundle(shown, data),
            f"{name}.zip",
            "application/zip",
        )


def _document(present: Callable[[], SlideExport]) -> bytes:
    """Write the document of one figure, under the title of its slide."""
    slide = present()
    return document([slide], slide.exhibit.title, viewers_theme())


def _links(figure: PageFigure, data: Dataset, height: float) -> None:
    now = viewer_context()
    _text("This view, always with the newest data", now.link(figure.page, figure.asked))
    if data.tried:
        say("A link shows what is saved: the rows tried here are in the files only.", "quiet")
    else:
        link = now.link(figure.page, figure.asked, data.version)
        _text("This view with the data as they are shown here", link)
    _text("The figure alone, on a page of yours", embed_html(figure, height))
    if not data.tried:
        still = f"{now.site}{view_address(figure, data.version, now.theme)}"
        _text(
            "The same with the data as they are now, for many readers: it never changes",
            frame_html(still, figure.title, "100%", view_height(figure)),
        )
    say(_embedding_text(embedding_sites()), "quiet")


def _embedding_text(sites: Collection[str]) -> str:
    if sites:
        return f"Pages of {', '.join(sites)} may show it in a frame."
    return (
        "Pages of other sites may not show it: whoever runs the dashboard names those that may in "
        f"{EMBED_VARIABLE}."
    )


def _text(title: str, text: str) -> None:
    """Show a text with a button that copies it."""
    say(title, "label")
    st.code(text, language=None, wrap_lines=True)


def embed_html(figure: PageFigure, height: float) -> str:
    """Write the HTML that embeds a figure of this height, in pixels, in another page."""
    high = ceil(height) + 2 * PADDING
    there = viewer_context().link(figure.page, figure.asked, more=((EMBED, ("true",)),))
    return frame_html(there, figure.title, "100%", high)
