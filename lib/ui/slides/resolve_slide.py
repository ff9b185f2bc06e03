"""Resolve a slide: its data, its figure, and notes on what is not available."""

from dataclasses import dataclass, replace

from lib.exports.figure_export import SlideExport
from lib.phrases import shorten
from lib.slides.slide_list import Slide, Slides
from lib.studies.dataset import Dataset
from lib.ui.figures.figure_of_page import FIGURE_OF_PAGE
from lib.ui.figures.page_figure import PageFigure, render_slide
from lib.ui.session.data_version import MOST_SHOWN, load_version
from lib.ui.session.dataset_cache import cache_on_dataset
from lib.ui.session.url import ViewerContext

NO_LONGER_THERE = "This slide names what is not in the data now; it was left out:"


@dataclass(frozen=True, eq=False)
class ResolvedSlide:
    """The figure and data of a slide, and notes on what is not available."""

    figure: PageFigure
    data: Dataset
    notes: tuple[str, ...]


@cache_on_dataset(256)
def resolve_slide(data: Dataset, slide: Slide) -> ResolvedSlide:
    """Resolve a slide; its content is not trusted, and what is not available becomes a note."""
    held = load_version(slide.version, data) if slide.version else data
    lost = held is None or held.rows.empty
    used = data if held is None or lost else held
    figure, usable = FIGURE_OF_PAGE[slide.page](used, slide.asked)
    notes = [*([_missing_version_note(slide, data)] if lost else []), *usable.fallbacks]
    if usable.notes:
        notes.append(f"{NO_LONGER_THERE} {'; '.join(usable.notes)}.")
    # The audience, too, must know that this is not what the slide was made for.
    figure = replace(figure, method=" ".join([*notes, figure.method]))
    return ResolvedSlide(figure, used, tuple(notes))


def _missing_version_note(slide: Slide, data: Dataset) -> str:
    version = shorten(slide.version, MOST_SHOWN)
    return (
        f"This slide was made with data version {version}, which is not in the history here; it "
        f"is shown with version {data.version}, so its title and note may not fit."
    )


@cache_on_dataset(8)
def render_deck(data: Dataset, slides: Slides, context: ViewerContext) -> tuple[SlideExport, ...]:
    """Render every slide of a list."""
    return tuple(_render(data, slide, context) for slide in slides)


@cache_on_dataset(256)
def _render(data: Dataset, slide: Slide, context: ViewerContext) -> SlideExport:
    made = resolve_slide(data, slide)
    return render_slide(made.figure, slide, made.data, context)


def slide_notes(data: Dataset, slides: Slides) -> list[str]:
    """Say what each slide names that is not available, and which slides show older data."""
    told = [(place, resolve_slide(data, slide)) for place, slide in enumerate(slides, 1)]
    return [
        f"Slide {place}: {note}"
        for place, made in told
        for note in (*made.notes, *_older_version_notes(made.data, data))
    ]


def _older_version_notes(held: Dataset, data: Dataset) -> list[str]:
    if held.version == data.version:
        return []
    return [f"It shows data version {held.version}. The data are now version {data.version}."]
