"""Slides as PowerPoint, as ratios to what python-pptx alone takes for as many stock charts.

    python -m benchmarks.exports

Both sides write in the same process and take turns, a deck at a time:

- `stock`: ``Presentation()`` of python-pptx with as many pages and XY charts of its own, with as
  many series and points, no styling, tables or notes.
- `dashboard`: `powerpoint`, from figures that are drawn already to bytes.

Told are the three real studies as curves, a panel each and as dots, and 500 made-up series.
"""

import argparse
import io
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
from pptx import Presentation
from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from lib.analysis.estimates import estimates
from lib.analysis.month_slice import at_month
from lib.analysis.selection import with_series
from lib.analysis.settings import View
from lib.charts.curves.curves import curves
from lib.charts.curves.small_multiples import panels
from lib.charts.figure_options import Picture
from lib.charts.forest.arm_forest import dots
from lib.charts.spec import Chart, Curves, Forest
from lib.exports.figure_export import FigureExport, RevealStep, SlideExport
from lib.exports.powerpoint import powerpoint
from lib.exports.powerpoint.native_chart.curves_plot import curves_plots
from lib.exports.powerpoint.native_chart.forest_plot import forest_plot
from lib.exports.powerpoint.native_chart.native_plot import Plot
from lib.exports.tables.points_csv import Stamp
from lib.narrative.series_text import with_words
from lib.studies.validation.validate import check

STUDIES = Path(__file__).parents[1] / "data" / "studies.csv"
SERIES = 500
MONTH = 12


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--turns", type=int, default=15)
    turns = options.parse_args().turns
    real, many = _points(STUDIES.read_bytes()), _points(_made_up())
    picture = Picture(title="Share responding", footer="How it was made")
    figures: dict[str, Chart] = {
        "curves": curves(real, (), picture),
        "panels": panels(real, picture),
        "dots": dots(at_month(real, MONTH, 0), picture),
    }
    _report("three real slides", list(figures.values()), turns)
    for name, figure in figures.items():
        _report(name, [figure], turns)
    _report(f"{SERIES} series", [curves(many, (), picture)], turns)


def _points(csv: bytes) -> pd.DataFrame:
    view = View()
    return with_words(estimates(with_series(check(csv).rows), view)).reset_index()


def _made_up() -> bytes:
    rows = (
        f"Study {i:03} 2000,Drug,{months},40,{10 + (i * 7 + months) % 30}"
        for i in range(SERIES)
        for months in (3, 6, 12)
    )
    return "\n".join(["study,arm,months,n_assessed,responders", *rows]).encode()


def _report(name: str, figures: Sequence[Chart], turns: int) -> None:
    slides = [_slide(figure) for figure in figures]
    charts = [[_sizes(plot) for plot in _plots(chart)] for chart in figures]
    powerpoint(slides)  # whatever is got ready once
    _stock(charts)
    pairs = [
        (_seconds(lambda: _stock(charts)), _seconds(lambda: powerpoint(slides)))
        for _ in range(turns)
    ]
    ratios = sorted(ours / theirs for theirs, ours in pairs)
    stock, ours = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(
        f"{name}: {statistics.median(ratios):.2f} x stock ({ratios[0]:.2f} to {ratios[-1]:.2f}), "
        f"{1000 * ours:.0f} ms against {1000 * stock:.0f} ms, {len(powerpoint(slides)):,} bytes"
    )


def _slide(figure: Chart) -> SlideExport:
    stamp = Stamp("Share responding", STUDIES.name, "1a2b", "1 May 2026")
    words = ("Share responding", figure, "In words", "How it was made")
    exhibit = FigureExport(*words, pd.DataFrame(), ("Take care",), ("Author 2001",), stamp)
    return SlideExport(exhibit, "Say this", (RevealStep("", exhibit.figure),))


def _plots(chart: Chart) -> Sequence[Plot]:
    if isinstance(chart, Forest):
        return [forest_plot(chart, 1)]
    return curves_plots(chart) if isinstance(chart, Curves) else []


def _sizes(plot: Plot) -> list[int]:
    """How many points each series of a chart has."""
    return [len(curve.x) for curve in plot.curves]


def _stock(pages: Sequence[Sequence[Sequence[int]]]) -> bytes:
    deck = Presentation()
    for charts in pages:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        for sizes in charts:
            data = XyChartData()  # type: ignore[no-untyped-call]
            for i, size in enumerate(sizes):
                series = data.add_series(f"Series {i}")  # type: ignore[no-untyped-call]
                for x in range(size):
                    series.add_data_point(x, 50)
            area = [Inches(inches) for inches in (1, 2, 8, 5)]
            slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES, *area, data)
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def _seconds(make: Callable[[], bytes]) -> float:
    start = time.perf_counter()
    make()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
