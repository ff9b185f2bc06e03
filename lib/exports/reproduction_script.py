"""The statements that draw a figure from the data, for whoever wants to make it again.

Nothing of them is text that people wrote, but for what `repr` makes of frozen dataclasses.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from lib.analysis.selection import unfiltered
from lib.analysis.settings import View

_POINTS = (
    "rows = with_series(data.rows, data.tried)",
    "points = with_words(estimates(choose(rows, view), view)).reset_index()",
)
_AT = "at = choose(at_month(points, asked.month, asked.within, asked.order), asked.view)"
_POINTS_NEED = {
    "lib.charts.plotly.figure": "plotly_figure",
    "lib.analysis.estimates": "estimates",
    "lib.analysis.selection": "choose, with_series",
    "lib.narrative.series_text": "with_words",
}


def curves_recipe(view: View, picture: Any, fitted: bool = False, with_range: bool = False) -> str:
    """Tell how the curves of a view are drawn, in one chart.

    Parameters
    ----------
    view
        What is shown.
    picture
        How it is drawn: a `lib.charts.figure_options.Picture`.
    fitted
        Whether lines are fitted to the counts.
    with_range
        Whether the range of what the share can have been is drawn.

    Returns
    -------
    Statements that make `figure` of `data`, a `Dataset`.
    """
    given = {"view": view, "picture": picture}
    needs = {"lib.charts.curves.curves": "curves"}
    lines = "lines" if fitted else "()"
    drawn = f"curves(points, view.focus, picture, {lines}, with_range={bool(with_range)})"
    drawing = f"figure = plotly_figure({drawn})"
    if not fitted:
        return _recipe(needs, given, drawing)
    return _recipe(
        needs
        | {"lib.narrative.decay_table": "decay", "lib.analysis.fitted_curves": "fitted_lines"},
        given,
        "lines = fitted_lines(points, decay(points, view).halves, view.focus)",
        drawing,
    )


def panels_recipe(view: View, picture: Any, page: int = 1, with_range: bool = False) -> str:
    """Tell how one page of panels is drawn, a study each."""
    drawn = f"panels(points, picture, page, view.focus, with_range={bool(with_range)})"
    return _recipe(
        {"lib.charts.curves.small_multiples": "panels"},
        {"view": view, "picture": picture, "page": int(page)},
        f"figure = plotly_figure({drawn})",
    )


def dots_recipe(asked: Any, picture: Any) -> str:
    """Tell how the series at a month are drawn.

    `asked` is a `lib.analysis.settings.MonthQuestion`.
    """
    drawing = "figure = plotly_figure(dots(at, picture))"
    return _month_recipe({"lib.charts.forest.arm_forest": "dots"}, asked, picture, drawing)


def differences_recipe(asked: Any, picture: Any) -> str:
    """Tell how the differences between the arms of each study at a month are drawn."""
    return _month_recipe(
        {
            "lib.charts.forest.arm_forest": "differences",
            "lib.analysis.arm_pairs": "pairs",
        },
        asked,
        picture,
        "figure = plotly_figure(differences(pairs(at, view.level), picture))",
    )


def contrast_recipe(asked: Any, question: Any, picture: Any) -> str:
    """Tell how two treatments are drawn that several studies set against each other at a month.

    `question` is a `lib.analysis.pooling.contrasts.contrast_question.ContrastQuestion`.
    """
    return _contrast_recipe(
        {"lib.charts.forest.contrast_forest": "contrast_forest"},
        {"asked": asked, "question": question},
        picture,
        "figure = plotly_figure(contrast_forest(contrast, view.level, picture))",
    )


def over_time_recipe(asked: Any, question: Any, picture: Any) -> str:
    """Tell how they are drawn in each window of time; arguments as for `contrast_recipe`."""
    return _contrast_recipe(
        {
            "lib.charts.forest.contrast_forest": "over_time_forest",
            "lib.analysis.pooling.contrasts.arm_contrasts": "contrasts_over_time",
        },
        {"asked": asked, "question": question},
        picture,
        "windows = contrasts_over_time(points, contrast, question, asked.view)",
        "figure = plotly_figure(over_time_forest(windows, picture))",
    )


def _contrast_recipe(
    needs: dict[str, str], given: dict[str, Any], picture: Any, *drawing: str
) -> str:
    name = "lib.analysis.pooling.contrasts.arm_contrasts"
    imports = ", ".join(filter(None, ["contrast_at", needs.get(name, "")]))
    asked = given["asked"]
    return _recipe(
        needs | {name: imports, "lib.analysis.month_slice": "at_month"},
        given | {"view": unfiltered(asked.view), "picture": picture},
        _AT,
        "contrast = contrast_at(at, asked, question)",
        *drawing,
    )


def _month_recipe(needs: dict[str, str], asked: Any, picture: Any, drawing: str) -> str:
    return _recipe(
        needs | {"lib.analysis.month_slice": "at_month"},
        {"asked": asked, "view": unfiltered(asked.view), "picture": picture},
        _AT,
        drawing,
    )


def pooled_recipe(asked: Any, place: int, picture: Any) -> str:
    """Tell how the forest plot of a window is drawn, by its place among the windows.

    `asked` is a `lib.analysis.pooling.synthesis.PoolingQuestion`.
    """
    return _pool_recipe(
        {"lib.charts.forest.pooled_forest": "pooled_forest"},
        {"asked": asked, "place": int(place), "picture": picture},
        "figure = plotly_figure(pooled_forest(synthesize(points, asked)[place], picture))",
    )


def chance_recipe(asked: Any, worth: Any, place: int, picture: Any) -> str:
    """Tell how the chance that a new study exceeds a share is drawn, of a window by its place.

    `asked` and `worth` are a `PoolingQuestion` and a `Worth` of `lib.analysis.pooling.question`.
    """
    return _pool_recipe(
        {
            "lib.charts.chance.chance": "chance_card",
            "lib.analysis.pooling.new_study": "new_study",
        },
        {"asked": asked, "worth": worth, "place": int(place), "picture": picture},
        "new = new_study(synthesize(points, asked)[place], worth.tau_scale)",
        "figure = plotly_figure(chance_card(new, worth, picture))",
    )


def segments_recipe(asked: Any, picture: Any) -> str:
    """Tell how the pooled shares are drawn over the curves of the treatment."""
    return _pool_recipe(
        {"lib.charts.forest.pooled_forest": "pooled_curves"},
        {"asked": asked, "picture": picture},
        'arms = points[points["treatment"] == asked.question.treatment].reset_index(drop=True)',
        "figure = plotly_figure(pooled_curves(arms, synthesize(points, asked), picture))",
    )


def slopes_recipe(asked: Any, question: Any, picture: Any) -> str:
    """Tell how the lines of the same studies are drawn, and what is pooled of them.

    `asked` and `question` are a `PoolingQuestion` and a `ChangeQuestion` of
    `lib.analysis.pooling.question`.
    """
    return _change_recipe("slopes", (asked, question, picture))


def change_recipe(asked: Any, question: Any, picture: Any) -> str:
    """Tell how the forest plot of the change within the same studies is drawn."""
    return _change_recipe("change_forest", (asked, question, picture))


def _change_recipe(name: str, given: tuple[Any, Any, Any]) -> str:
    return _pool_recipe(
        {
            "lib.analysis.pooling.changes.same_studies": "same_studies",
            f"lib.charts.change.{name}": name,
        },
        dict(zip(("asked", "question", "picture"), given, strict=True)),
        "same = same_studies(synthesize(points, asked), question)",
        f"figure = plotly_figure({name}(same, picture))",
    )


def _pool_recipe(needs: dict[str, str], given: dict[str, Any], *drawing: str) -> str:
    needs = needs | {"lib.analysis.pooling.synthesis": "synthesize"}
    return _recipe(needs, given | {"view": given["asked"].view}, *drawing)


def _recipe(needs: dict[str, str], given: dict[str, Any], *drawing: str) -> str:
    """Write imports, what is given, the points, and the drawing."""
    return "\n".join(
        [
            *_imports(_POINTS_NEED, needs, _types(given.values()), _constants(given.values())),
            "",
            *(f"{name} = {value!r}" for name, value in given.items()),
            *_POINTS,
            *drawing,
            "",
        ]
    )


def _imports(*needed: dict[str, str]) -> Iterator[str]:
    """Import what is needed of each module, in one line a module."""
    for module in sorted(set().union(*needed)):
        names = ", ".join(each[module] for each in needed if module in each)
        yield f"from {module} import {names}"


def _constants(values: Any) -> dict[str, str]:
    """Name what `repr` writes by a name that must be imported: infinity."""
    return {"math": "inf"} if any("=inf" in repr(value) for value in values) else {}


def _types(values: Any) -> dict[str, str]:
    """Name the dataclasses that the given values are made of, by the module each comes from."""
    found: dict[str, set[str]] = {}
    for value in values:
        for kind in _kinds(value):
            found.setdefault(kind.__module__, set()).add(kind.__name__)
    return {module: ", ".join(sorted(names)) for module, names in found.items()}


def _kinds(value: Any) -> Iterator[type]:
    if is_dataclass(value) and not isinstance(value, type):
        yield type(value)
        for field in fields(value):
            yield from _kinds(getattr(value, field.name))
