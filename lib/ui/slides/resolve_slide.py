"""A slide with the data it asks for: what it shows, and what of it could not be heeded."""

from dataclasses import dataclass, replace

from lib.charts.text import shortened
from lib.exports.figure_export import Presented
from lib.slides.slide_list import COMPARE, CURVES, STUDY, SYNTHESIS, Slide, Slides
from lib.studies.dataset import Dataset
from lib.ui.figures.arms import compare_asked
from lib.ui.figures.curves import curves_asked, study_asked
from lib.ui.figures.page_figure import Sight, presented
from lib.ui.figures.synthesis import synthesis_asked
from lib.ui.session.data_version import MOST_SHOWN, of_version
from lib.ui.session.dataset_cache import once_a_dataset
from lib.ui.session.url import Setting
from lib.ui.session.url_state import NO_LONGER_THERE

OPENERS = {
    CURVES: curves_asked,
    STUDY: study_asked,
    COMPARE: compare_asked,
    SYNTHESIS: synthesis_asked,
}


@dataclass(frozen=True, eq=False)
class Opened:
    """What a slide shows, of which data, and what it asked for in vain."""

    sight: Sight
    data: Dataset
    notes: tuple[str, ...]


@once_a_dataset(256)
def opened(data: Dataset, slide: Slide) -> Opened:
    """Open a slide; nothing that it says is trusted, and what cannot be had is told."""
    held = of_version(slide.version, data) if slide.version else data
    lost = held is None or held.rows.empty
    used = data if held is None or lost else held
    sight, heeded = OPENERS[slide.page](used, slide.asked)
    notes = [*([_lost(slide, data)] if lost else []), *heeded.fallbacks]
    if heeded.notes:
        notes.append(f"{NO_LONGER_THERE} {'; '.join(heeded.notes)}.")
    # An audience must know as well that this is not what the slide was made for.
    sight = replace(sight, method=" ".join([*notes, sight.method]))
    return Opened(sight, used, tuple(notes))


def _lost(slide: Slide, data: Dataset) -> str:
    version = shortened(slide.version, MOST_SHOWN)
    return (
        f"This slide was made with data version {version}, which is not in the history here; it "
        f"is shown with version {data.version}, so its title and note may not fit."
    )


@once_a_dataset(8)
def deck_of(data: Dataset, slides: Slides, setting: Setting) -> tuple[Presented, ...]:
    """Make every slide of a list."""
    return tuple(_presented(data, slide, setting) for slide in slides)


@once_a_dataset(256)
def _presented(data: Dataset, slide: Slide, setting: Setting) -> Presented:
    made = opened(data, slide)
    return presented(made.sight, slide, made.data, setting)


def noted(data: Dataset, slides: Slides) -> list[str]:
    """Say of each slide what it asked for in vain, or that it shows older data."""
    told = [(place, opened(data, slide)) for place, slide in enumerate(slides, 1)]
    return [
        f"Slide {place}: {note}"
        for place, made in told
        for note in (*made.notes, *_older(made.data, data))
    ]


def _older(held: Dataset, data: Dataset) -> list[str]:
    if held.version == data.version:
        return []
    return [f"It keeps to data version {held.version}. The data are now version {data.version}."]
