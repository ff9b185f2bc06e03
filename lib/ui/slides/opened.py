"""A slide with the data it asks for: what it shows, and what of it could not be heeded."""

from dataclasses import dataclass

from lib.exports.exhibit import Presented
from lib.studies.dataset import Dataset
from lib.ui.made_once import once_a_dataset
from lib.ui.pinned import of_version
from lib.ui.sights.asking import NO_LONGER_THERE
from lib.ui.sights.compare import compare_asked
from lib.ui.sights.curves import curves_asked, study_asked
from lib.ui.sights.sight import Sight, presented
from lib.ui.sights.synthesis import synthesis_asked
from lib.views.slides import COMPARE, CURVES, STUDY, SYNTHESIS, Slide, Slides

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
    notes = []
    if held is None or held.rows.empty:
        notes.append(
            f"It was made with data version {slide.version}, which is not in the history here; it "
            f"is shown with version {data.version}."
        )
        held = data
    sight, heeded = OPENERS[slide.page](held, slide.asked)
    if heeded.notes:
        notes.append(f"{NO_LONGER_THERE} {'; '.join(heeded.notes)}.")
    return Opened(sight, held, (*notes, *heeded.fallbacks))


@once_a_dataset(8)
def deck_of(data: Dataset, slides: Slides, theme: str) -> tuple[Presented, ...]:
    """Make every slide of a list."""
    return tuple(_presented(data, slide, theme) for slide in slides)


@once_a_dataset(256)
def _presented(data: Dataset, slide: Slide, theme: str) -> Presented:
    made = opened(data, slide)
    return presented(made.sight, slide, made.data, theme)
