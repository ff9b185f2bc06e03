"""A view as one HTML file that needs no session: the same bytes as long as it is kept."""

from dataclasses import replace

from lib.exports.document import document
from lib.slides.slide_list import PAGES, Slide
from lib.ui.api.figures import expect_not_too_much, found_on, on_the_page
from lib.ui.api.inquiry import Inquiry
from lib.ui.api.problems import ProblemError
from lib.ui.figures.figure_of_page import FIGURE_OF_PAGE
from lib.ui.figures.frames import LIGHT, THEME
from lib.ui.figures.page_figure import PageFigure, render_slide
from lib.ui.session.data_version import mark_linked
from lib.ui.session.url import ViewerContext
from lib.ui.shell.wire.embedding_sites import embedding_sites

THEMES = (LIGHT, "dark")
MOST_CURVES, MOST_POINTS = 300, 3_000
"""Of a document that a browser is to draw at once."""
DASHBOARD = "../../"
"""Where the dashboard is, seen from `view/{version}/{page}.html`."""


def static_view(page: str, asked: Inquiry) -> bytes:
    """Write the HTML of a view, in the theme that the query names.

    The history keeps its version: a page somewhere shows the view, or somebody has its link.
    """
    theme, asked = theme_of(asked)
    figure = figure_of_view(page, asked)
    # No day and no name of a server: the file is the same wherever and whenever it is made.
    context = ViewerContext(theme, "", DASHBOARD)
    slide = Slide(figure.page, figure.asked, version=asked.data.version)
    made = render_slide(figure, slide, asked.data, context)
    mark_linked(asked.data)
    return document([made], made.exhibit.title, theme)


def figure_of_view(page: str, asked: Inquiry) -> PageFigure:
    """Give the figure that shows exactly what is asked; a ProblemError says why there is none."""
    if page not in PAGES:
        raise ProblemError("unknown-address", f"The pages with figures are {', '.join(PAGES)}.")
    given = asked.settings(page, found_on(page, asked))
    figure, kept = FIGURE_OF_PAGE[page](asked.studies, given)
    if kept.fallbacks:
        raise ProblemError("not-as-asked", " ".join(on_the_page(kept.fallbacks)))
    curves = figure.points["series"].nunique()
    if curves > MOST_CURVES:
        detail = (
            f"This view has {curves:,} curves, and a file of its own at most {MOST_CURVES}. Set "
            "filters, or link to the dashboard itself."
        )
        raise ProblemError("too-much", detail)
    expect_not_too_much(figure.points, MOST_POINTS)
    return figure


def theme_of(asked: Inquiry) -> tuple[str, Inquiry]:
    """Give the theme that the query names, and what else it asks."""
    named = [text for name, text in asked.query if name == THEME]
    if len(named) > 1 or not set(named) <= set(THEMES):
        raise ProblemError("unknown-setting", f"“{THEME}” can be: {', '.join(THEMES)}.")
    rest = tuple(pair for pair in asked.query if pair[0] != THEME)
    return (named or [LIGHT])[0], replace(asked, query=rest)


def view_policy() -> str:
    """Say who may show a view in a frame; the document itself says which scripts it may run."""
    sites = " ".join(["'self'", *embedding_sites()])
    return f"frame-ancestors {sites}; base-uri 'none'; form-action 'none'"
