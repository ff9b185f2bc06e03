"""Which figure each page shows for what an address or a slide asks of it."""

from collections.abc import Callable, Mapping

from lib.slides.page_settings import UsableAddress
from lib.slides.slide_list import COMPARE, CURVES, STUDY, SYNTHESIS, PageSettings
from lib.studies.dataset import Dataset
from lib.ui.figures.arms import compare_figure_for
from lib.ui.figures.curves import curves_figure_for, study_figure_for
from lib.ui.figures.page_figure import PageFigure
from lib.ui.figures.synthesis import synthesis_figure_for

FIGURE_OF_PAGE: Mapping[
    str, Callable[[Dataset, PageSettings], tuple[PageFigure, UsableAddress]]
] = {
    CURVES: curves_figure_for,
    STUDY: study_figure_for,
    COMPARE: compare_figure_for,
    SYNTHESIS: synthesis_figure_for,
}
"""By page, from data that have a row; what is asked is not trusted."""
