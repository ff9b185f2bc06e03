import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from importlib.metadata import version
from math import inf
from pathlib import Path

import pandas as pd
import pytest

from lib.analysis.arm_pairs import pairs
from lib.analysis.fitted_curves import fitted_lines
from lib.analysis.month_slice import at_month
from lib.analysis.settings import BY_SHARE, WHAT_IF, MonthQuestion, View
from lib.charts.curves.curves import curves
from lib.charts.curves.small_multiples import panels
from lib.charts.figure_options import Picture
from lib.charts.forest.arm_forest import differences, dots
from lib.charts.plotly.figure import plotly_figure
from lib.charts.theme import DARK
from lib.exports.caption import caption
from lib.exports.figure_export import FigureExport
from lib.exports.reproduction_bundle import bundle, bundles
from lib.exports.reproduction_script import (
    curves_recipe,
    differences_recipe,
    dots_recipe,
    panels_recipe,
)
from lib.exports.tables.points_csv import Stamp
from lib.narrative.decay_table import decay
from lib.studies.dataset import dataset_of

ROOT = Path(__file__).parents[2]
NAME = "stu'd\"ies\n{x}.csv"
DATA = dataset_of((ROOT / "data" / "studies.csv").read_bytes(), NAME)
VIEW = View(focus=("Kim 2010",), level=90, months=(0.0, 20.0))
PICTURE = Picture(DARK, title="A \"title\"\n''' + {0}", footer="</script>")


def exhibit_of(figure, recipe, **changed):
    table = pd.DataFrame({"Study": ["=1+1", "Kim 2010"], "Responding": ["79%", None]})
    stamp = Stamp("Curves", NAME, DATA.version, "22 November 2026")
    whole = FigureExport("Curves", figure, "", "", table, (), (), stamp, recipe=recipe)
    return replace(whole, **changed)


@pytest.fixture(scope="session")
def curves_exhibit(points_of):
    figure = curves(points_of(DATA.rows, VIEW), VIEW.focus, PICTURE)
    return exhibit_of(figure, curves_recipe(VIEW, PICTURE))


def unpacked(exhibit, data=DATA):
    return zipfile.ZipFile(io.BytesIO(bundle(exhibit, data)))


@pytest.fixture(scope="session")
def archive(curves_exhibit):
    return unpacked(curves_exhibit)


def run(recipe, data):
    scope = {"data": data}
    exec(recipe, scope)
    return json.loads(scope["figure"].to_json())


def test_it_draws_the_same_figure_elsewhere(curves_exhibit, archive, tmp_path):
    archive.extractall(tmp_path)
    told = subprocess.run(
        [sys.executable, "redraw.py"], cwd=tmp_path, env={"PYTHONPATH": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert "figure.html is written: the same figure." in told.stdout
    assert "Kim 2010" in told.stdout
    assert "plotly" in (tmp_path / "figure.html").read_text()
    assert json.loads((tmp_path / "figure.json").read_text()) == json.loads(
        curves_exhibit.figure.to_json()
    )


def test_changed_data_are_not_drawn_as_if_they_were_the_same(archive, tmp_path):
    archive.extractall(tmp_path)
    (tmp_path / "studies.csv").write_text("study,arm,months,rate_pct\nA,x,3,50\n")
    told = subprocess.run(
        [sys.executable, "redraw.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert "The data have been changed" in told.stderr


def test_the_same_figure_gives_the_same_bytes(curves_exhibit):
    assert bundle(curves_exhibit, DATA) == bundle(curves_exhibit, DATA)


def test_it_holds_what_the_script_needs_and_no_more(archive):
    names = archive.namelist()
    assert {
        "lib/__init__.py",
        "lib/charts/curves/curves.py",
        "lib/narrative/series_text.py",
    } <= set(names)
    assert not [name for name in names if name.startswith(("lib/ui", "lib/exports", "/", ".."))]


def test_it_names_the_versions(archive):
    needed = archive.read("requirements.txt").decode().splitlines()
    assert f"plotly=={version('plotly')}" in needed
    assert f"pandas=={version('pandas')}" in needed
    assert not [name for name in needed if name.startswith("streamlit")]


def test_it_holds_the_data_the_numbers_and_the_licence(archive):
    assert archive.read("studies.csv") == DATA.data
    assert b"'=1+1,79%" in archive.read("table.csv")
    assert b"Kim 2010,," in archive.read("table.csv")
    assert archive.read("LICENSE.txt").startswith(b"MIT")
    readme = archive.read("README.txt").decode()
    assert f"version {DATA.version} · 22 November 2026" in readme
    assert "pip install -r requirements.txt\n    python redraw.py" in readme


def test_without_a_recipe_there_is_no_script(curves_exhibit):
    archive = unpacked(replace(curves_exhibit, recipe=""))
    assert "redraw.py" not in archive.namelist()
    assert "cannot be drawn again" in archive.read("README.txt").decode()


def test_rows_that_are_only_tried_are_marked(points_of):
    data = replace(DATA, tried=frozenset(map(int, DATA.rows.index[:2])))
    recipe = curves_recipe(VIEW, PICTURE)
    figure = curves(points_of(data.rows, VIEW, data.tried), VIEW.focus, PICTURE)
    archive = unpacked(exhibit_of(figure, recipe), data)
    assert "tried=frozenset([2, 3])" in archive.read("redraw.py").decode()
    assert "2 of its rows are only tried" in archive.read("README.txt").decode()
    assert run(recipe, data) == json.loads(plotly_figure(figure).to_json())
    assert run(recipe, DATA) != run(recipe, data)


def test_every_recipe_draws_what_the_page_draws(points_of):
    view = View(level=90)
    points = points_of(DATA.rows, view)
    month = MonthQuestion(12, 3, BY_SHARE, view)
    at = at_month(points, 12, 3, BY_SHARE)
    lines = fitted_lines(points, decay(points, view).halves)
    assert lines
    drawn = {
        curves_recipe(view, PICTURE, True): curves(points, (), PICTURE, lines),
        curves_recipe(view, PICTURE): curves(points, (), PICTURE),
        panels_recipe(view, PICTURE, 1): panels(points, PICTURE, 1),
        dots_recipe(month, PICTURE): dots(at, PICTURE),
        differences_recipe(month, PICTURE): differences(pairs(at, 90), PICTURE),
    }
    for recipe, figure in drawn.items():
        assert run(recipe, DATA) == json.loads(plotly_figure(figure).to_json())


def test_texts_of_people_stay_texts():
    view = View(studies=("'''\nimport os #", '"""', "{x!r}\\"), focus=('")\nraise SystemExit #',))
    recipe = curves_recipe(view, replace(PICTURE, title="\N{LINE SEPARATOR}\x00"))
    scope = {}
    assert "\nraise" not in recipe
    exec(recipe[: recipe.index("\nrows = ")], scope)
    assert scope["view"] == view


def test_the_bundles_of_slides_come_in_order_with_all_captions(curves_exhibit):
    packed = zipfile.ZipFile(io.BytesIO(bundles([(curves_exhibit, DATA)] * 2)))
    first, *files = packed.namelist()
    assert first == "captions.txt"
    assert {name.split("/")[0] for name in files} == {"slide-01", "slide-02"}
    assert not any(name.endswith(".zip") for name in files)
    words = packed.read("captions.txt").decode()
    assert words.index("Slide 1") < words.index("Slide 2")
    assert caption(curves_exhibit) in words
    alone = zipfile.ZipFile(io.BytesIO(bundle(curves_exhibit, DATA)))
    assert {f"slide-02/{name}" for name in alone.namelist()} <= set(files)
    assert all(packed.read(f"slide-02/{name}") == alone.read(name) for name in alone.namelist())


def test_what_the_code_writes_of_infinite_odds_it_reads_again():
    view = replace(VIEW, missing=WHAT_IF, imor=inf)
    made = {"data": DATA}
    exec(curves_recipe(view, PICTURE), made)
    assert made["view"] == view
