"""A forest plot shown line by line."""

from dataclasses import replace

from lib.charts.spec import Forest, Line


def line_by_line(forest: Forest, most: int) -> list[tuple[str, Forest]]:
    """Give a forest plot's steps, each with one line more, and what is last in each.

    Parameters
    ----------
    forest
        The whole, not compact.
    most
        Steps at most; the last shows all that is left at once.

    Returns
    -------
    Plots of the same size and axes, the last of them whole; the name of one step is blank.
    """
    names = [_name(line) for line in forest.lines]
    count = len(names)
    ends = [*range(1, min(count, most)), count]
    last = "All that is drawn" if count > most else names[-1]
    steps = [*names[: len(ends) - 1], last] if most > 1 else [""]
    return [
        (name, forest if end == count else _first(forest, end))
        for name, end in zip(steps, ends, strict=True)
    ]


def _name(line: Line) -> str:
    return "Pooled" if line.kind == "pooled" else line.label


def _first(forest: Forest, end: int) -> Forest:
    """Draw the first lines only, in the room of all: a pooled value is not told before its turn."""
    return replace(
        forest, lines=forest.lines[:end], names=forest.names[:end], cells=forest.cells[:end]
    )
