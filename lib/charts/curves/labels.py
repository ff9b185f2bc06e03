"""The texts at the points of each line: shares, and its name at the last of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lib.charts.contrast import legible
from lib.charts.curves.labelling.candidates import Spot, Wanted
from lib.charts.curves.labelling.end_names import SIZE, WIDEST, EndTexts
from lib.charts.curves.labelling.label_placement import place
from lib.charts.curves.labelling.obstacles import PlotArea, obstacles
from lib.charts.marks import Label, Pool, Run, Runs, Series
from lib.charts.text_metrics import width
from lib.charts.theme import Theme
from lib.narrative.numbers.count_text import ABSENT

LINE_HEIGHT = 16
MOST_NUMBERS = 150
"""Points whose shares are written; a figure with more would be all numbers."""

OTHER_WAY, CUT = 25.0, 400.0
"""What it costs to write a text in another way than the best, and to cut it."""


def size_of(text: Runs) -> tuple[float, float]:
    """Width and height of a label, in pixels."""
    widest = max(width(run.text, SIZE, run.is_bold) for run in text)
    return widest + 2, len(text) * LINE_HEIGHT


def end_room(ends: Mapping[int, EndTexts], overhang: Mapping[int, float], most: float) -> float:
    """Give the pixels right of the plot that names there need.

    Parameters
    ----------
    ends
        What is written.
    overhang
        How far left of the plot's right edge each line ends, in pixels.
    most
        Pixels at most.
    """
    need = [
        min(size_of(_with_share(WIDEST, way, ""))[0] for way in ends[number].ways) - far
        for number, far in overhang.items()
        if number in ends
    ]
    return min(most, max(need, default=0) + 14)


def with_labels(
    series: Mapping[int, Series],
    ends: Mapping[int, EndTexts],
    plot: PlotArea,
    theme: Theme,
    others: Sequence[Series] = (),
    with_counts: bool = False,
    pools: Sequence[Pool] = (),
) -> dict[int, Series]:
    """Write shares at the points of series and names at their ends, clear of all that is drawn.

    Parameters
    ----------
    series
        By their numbers.
    ends
        What stands at the last point of each that has labels, by its number.
    plot
        Where they are drawn, in pixels.
    theme
        On whose background they are read.
    others
        What else labels keep off.
    pools
        What is pooled over them, with its label.
    with_counts
        Whether the count stands under each share where there is room.
    """
    named = [key for key in ends if series[key].points]
    texts = [
        _end_text(series[key], ends[key], theme, with_counts)
        for key in _from_the_right(named, series)
    ]
    if sum(len(series[key].points) for key in named) <= MOST_NUMBERS:
        texts += [text for key in named for text in _number_texts(series[key], theme, with_counts)]
    wanted = [text.wanted(plot) for text in texts]
    places = place(wanted, obstacles([*others, *series.values()], plot, pools), plot)
    labels: dict[int, list[Label]] = {id(series[key]): [] for key in named}
    names: dict[int, Label] = {}
    for text, found, want in zip(texts, places, wanted, strict=True):
        if found is None:
            continue
        if text.is_end:
            names[id(text.series)] = label_at(text.ways, text.at, want, found)
        else:
            labels[id(text.series)].append(label_at(text.ways, text.at, want, found))
    return {
        key: replace(
            one, label=names.get(id(one)), numbers=tuple(labels.get(id(one), ())) or one.numbers
        )
        for key, one in series.items()
    }


def _from_the_right(keys: Sequence[int], series: Mapping[int, Series]) -> list[int]:
    """Those that end last come first: they have least room; of these the highest."""
    return sorted(keys, key=lambda key: (-series[key].points[-1][0], -series[key].points[-1][1]))


@dataclass(frozen=True)
class _Text:
    """A text at a point of a series, in each way that it can be written."""

    series: Series
    at: tuple[float, float]
    ways: tuple[Runs, ...]
    costs: tuple[float, ...]
    is_end: bool = False
    is_needed: bool = False
    can_tie: bool = False
    lean: int = 0

    def wanted(self, plot: PlotArea) -> Wanted:
        """What the text asks of the page."""
        sizes = tuple(map(size_of, self.ways))
        return Wanted(plot.at(*self.at), sizes, self.costs, self.can_tie, self.is_needed, self.lean)


def _end_text(series: Series, end: EndTexts, theme: Theme, with_counts: bool) -> _Text:
    last, at = _drawn(series)[-1]
    share, colour = series.shares[last], _ink(series, theme)
    ways = [_with_share(share, way, colour) for way in end.ways]
    if with_counts and series.counts[last] not in ("", ABSENT):
        ways = [*((*way, Run(series.counts[last], colour=colour)) for way in ways), *ways]
    alone = () if end.is_needed or not share else ((Run(share, True, colour),),)
    every = tuple(dict.fromkeys((*ways, *alone)))
    costs = tuple(OTHER_WAY * min(way, 2) for way in range(len(every)))
    cut = CUT if len(every) > 1 else 0.0
    resort = tuple({_with_share(share, end.last, colour)} - {*every}) if end.last else ()
    return _Text(
        series,
        at,
        (*every, *resort),
        (*costs[:-1], cut, *[2 * CUT] * len(resort)),
        is_end=True,
        is_needed=end.is_needed,
        can_tie=end.can_tie,
        lean=_lean(series, last),
    )


def _ink(series: Series, theme: Theme) -> str:
    """The colour of a series, as its texts are read in it."""
    return legible(series.line.colour, theme.background) if series.line else ""


def _with_share(share: str, way: tuple[str, ...], colour: str) -> Runs:
    first, *rest = way or ("",)
    start = Run(f"{share} {first}".strip(), True, colour)
    return (start, *(Run(line, colour=colour) for line in rest))


def _number_texts(series: Series, theme: Theme, with_counts: bool) -> list[_Text]:
    colour = _ink(series, theme)
    texts = []
    for at_visit, at in _drawn(series)[:-1]:
        number = Run(series.shares[at_visit], True, colour)
        counted = (number, Run(series.counts[at_visit], colour=colour))
        is_counted = with_counts and series.counts[at_visit] not in ("", ABSENT)
        ways = (counted, (number,)) if is_counted else ((number,),)
        costs = (0.0, OTHER_WAY)[: len(ways)]
        texts.append(_Text(series, at, ways, costs, lean=_lean(series, at_visit)))
    return texts


def _lean(series: Series, place: int) -> int:
    """Which side of a point is away from its neighbours of the same month."""
    shift = series.shifts[place] if series.shifts else 0
    return (shift > 0) - (shift < 0)


def _drawn(series: Series) -> list[tuple[int, tuple[float, float]]]:
    """Spot and position of each point that is drawn."""
    points = enumerate(zip(series.drawn_x, series.y, strict=True))
    return [(place, (x, y)) for place, (x, y) in points if x is not None and y is not None]


def label_at(ways: Sequence[Runs], at: tuple[float, float], wanted: Wanted, found: Spot) -> Label:
    """Make the label that has found a place."""
    (x, y), hold = wanted.anchor, found.hold
    return Label(
        ways[found.variant],
        at,
        (hold[0] - x, hold[1] - y),
        wanted.sizes[found.variant],
        found.edge,
        found.is_tied,
    )
