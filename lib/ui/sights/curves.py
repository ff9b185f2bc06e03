"""The curves of a view, in one chart or a panel a study."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from lib.charts.curves import curves
from lib.charts.panels import panels
from lib.charts.picture import Picture
from lib.charts.text import shortened
from lib.exports.exhibit import Step
from lib.exports.recipes import curves_recipe, panels_recipe
from lib.studies.dataset import Dataset
from lib.ui import filters
from lib.ui.data import curves_figure, fitted, panels_figure, points
from lib.ui.made_once import once_a_dataset
from lib.ui.screen import screen
from lib.ui.sights.asking import Heeded, asked_of, heeded
from lib.ui.sights.sight import Sight
from lib.ui.tables import points_frame
from lib.views.captions import figure_title
from lib.views.fitted import FittedLine, fitted_footer, fitted_words
from lib.views.slides import AT_ONCE, CURVES, STUDY, Asked
from lib.views.steps import steps
from lib.views.view import View

Lines = tuple[FittedLine, ...]
Draw = Callable[[Picture], Any]
Steps = Callable[[str, Picture], list[Step]]

NOTHING_LEFT = "No number is left by what it asks for, so all rows are shown, as reported."
MOST_STEPPED = 2_000
"""Points up to which a slide is shown step by step; past it each step would be megabytes."""


@once_a_dataset(64)
def curves_sight(data: Dataset, view: View, look: filters.Look, page: int = 1) -> Sight:
    """Give the figure of the page Response curves."""
    in_panels = look.layout == filters.PANELS
    shown = screen(data, view)
    lines = fitted(data, view) if look.fitted and not in_panels else ()
    method = shown.panels_footer if in_panels else shown.footer
    if look.fitted and not in_panels:
        method = f"{method} {fitted_footer(lines)}"
    return Sight(
        page=CURVES,
        asked=_asked(data, view, look, page),
        title=figure_title(view),
        alt=" ".join([shown.alt, *fitted_words(lines)]),
        method=method,
        colour_by=look.colour_by,
        points=shown.points,
        table=partial(points_frame, shown.points),
        draw=_drawn_in_panels(data, view, page) if in_panels else _drawn(data, view, lines),
        steps=_steps_in_panels(data, view, page) if in_panels else _steps(data, view, lines),
        recipe=partial(_recipe, view, look, page),
    )


@once_a_dataset(64)
def study_sight(data: Dataset, study: str) -> Sight:
    """Give the figure of the page One study."""
    view = View(studies=(study,), focus=study)
    shown = screen(data, view)
    return Sight(
        page=STUDY,
        asked=(("study", (study,)),),
        title=f"{shortened(study, 60)}: {figure_title(view).lower()}",
        alt=f"{study}. {shown.alt}",
        method=shown.footer,
        colour_by="study",
        points=shown.points,
        table=partial(points_frame, shown.points),
        draw=_drawn(data, view, ()),
        steps=_steps(data, view, ()),
        recipe=partial(curves_recipe, view),
    )


def curves_asked(data: Dataset, asked: Asked) -> tuple[Sight, Heeded]:
    """Give the figure that an address or a slide asks of the page Response curves."""
    found, start = filters.choices(data), filters.defaults(data)
    pages = {"page": [str(page) for page in range(1, len(found["studies"]) + 1)]}
    kept = heeded(asked, {**found, **pages})
    view = View(
        **{name: kept.values.get(name, ()) for name in filters.TITLES},
        months=_months(kept, start["months"]),
        method=kept.one("interval", start["interval"]),
        level=int(kept.one("level", str(start["level"]))),
        missing=kept.one("missing", start["missing"]),
        focus=kept.one("focus", "") or None,
    )
    look = filters.Look(
        kept.one("layout", start["layout"]),
        kept.one("colour", start["colour"]).lower(),
        kept.one("fitted", "false") == "true",
    )
    if points(data, view)["rate"].isna().all():
        view, kept = View(), replace(kept, fallbacks=(NOTHING_LEFT,))
    return curves_sight(data, view, look, int(kept.one("page", "1"))), kept


def study_asked(data: Dataset, asked: Asked) -> tuple[Sight, Heeded]:
    """Give the figure that an address or a slide asks of the page One study."""
    names = filters.choices(data)["studies"]
    kept = heeded(asked, {"study": names})
    return study_sight(data, kept.one("study", names[0])), kept


def _months(kept: Heeded, every: tuple[int, int]) -> tuple[float, float] | None:
    chosen = sorted(map(float, kept.values.get("months", ())))
    return None if len(chosen) != 2 or tuple(chosen) == every else (chosen[0], chosen[1])


def _asked(data: Dataset, view: View, look: filters.Look, page: int) -> Asked:
    start = {**filters.defaults(data), "page": 1}
    now = {
        "focus": view.focus,
        **{name: getattr(view, name) for name in filters.TITLES},
        "months": view.months or start["months"],
        "interval": view.method,
        "level": view.level,
        "missing": view.missing,
        "colour": look.colour_by.capitalize(),
        "layout": look.layout,
        "fitted": look.fitted,
        "page": page,
    }
    return asked_of(now, start)


def _drawn(data: Dataset, view: View, lines: Lines) -> Draw:
    return lambda picture: curves_figure(data, view, picture, lines)


def _drawn_in_panels(data: Dataset, view: View, page: int) -> Draw:
    return lambda picture: panels_figure(data, view, picture, page)


def _steps(data: Dataset, view: View, lines: Lines) -> Steps:
    def drawn(reveal: str, picture: Picture) -> list[Step]:
        *told, (last, whole) = _told(points(data, view), reveal)
        first = [Step(label, curves(seen, view.focus, picture)) for label, seen in told]
        return [*first, Step(last, curves(whole, view.focus, picture, lines))]

    return drawn


def _steps_in_panels(data: Dataset, view: View, page: int) -> Steps:
    def drawn(reveal: str, picture: Picture) -> list[Step]:
        told = _told(points(data, view), reveal)
        return [Step(label, panels(seen, picture, page, view.focus)) for label, seen in told]

    return drawn


def _told(every: pd.DataFrame, reveal: str) -> list[tuple[str, pd.DataFrame]]:
    return steps(every, reveal if len(every) <= MOST_STEPPED else AT_ONCE)


def _recipe(view: View, look: filters.Look, page: int, picture: Picture) -> str:
    if look.layout == filters.PANELS:
        return panels_recipe(view, picture, page)
    return curves_recipe(view, picture, look.fitted)
