"""A figure with everything needed to draw it again: data, script, sources and versions."""

import ast
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.metadata import packages_distributions, version
from pathlib import Path, PurePosixPath

from lib.exports.caption import caption, citation_text
from lib.exports.figure_export import FigureExport
from lib.exports.zip_file import zip_files
from lib.studies.dataset import Dataset

PROJECT = Path(__file__).parents[2]
SCRIPT, FIGURE, TABLE = "redraw.py", "figure.json", "table.csv"

_SCRIPT = '''"""Draw the figure again from the data: python {script}"""

import json
import sys
from dataclasses import replace
from pathlib import Path

from lib.studies.dataset import dataset_of

HERE = Path(__file__).resolve().parent

data = dataset_of((HERE / {file!r}).read_bytes(), {name!r})
if data.version != {version!r}:
    raise SystemExit("The data have been changed since the figure was drawn.")
# Rows that were only tried when the figure was drawn, and not saved.
data = replace(data, tried=frozenset({tried!r}))

{recipe}
sys.stdout.reconfigure(errors="replace")  # a console may not know every character
figure.write_html(HERE / "figure.html", include_plotlyjs=True)
print((HERE / {table!r}).read_text("utf-8-sig"))
drawn = json.loads((HERE / {figure!r}).read_text("utf-8"))
same = json.loads(figure.to_json()) == drawn
print("figure.html is written:", "the same figure." if same else "it differs from {figure}.")
'''


def bundle(exhibit: FigureExport, data: Dataset, library: Path | None = None) -> bytes:
    """Pack a figure with what draws it again, the same bytes each time.

    Parameters
    ----------
    exhibit
        The figure; without a recipe there is no script, and the README says so.
    data
        The studies it was drawn from, rows that are only tried among them.
    library
        The folder that holds the package `lib` and the licence; by default this project's.

    Returns
    -------
    A zip with the data as they are, `table.csv`, `figure.json` (Plotly), `README.txt`, the
    licence, and to draw again `redraw.py`, those sources of this project that it needs, and
    `requirements.txt` with the versions that drew the figure.
    """
    return zip_files(_files_of(exhibit, data, library or PROJECT))


def _files_of(exhibit: FigureExport, data: Dataset, library: Path) -> dict[str, bytes]:
    files = {
        "README.txt": _readme(exhibit, data).encode("utf-8", "replace"),
        _data_file(data): data.data,
        TABLE: exhibit.table_csv(),
        FIGURE: exhibit.figure.to_json().encode(),
        "LICENSE.txt": (library / "LICENSE").read_bytes(),
    }
    if exhibit.recipe:
        script = _script(exhibit, data)
        sources = _sources(script, library)
        files |= {SCRIPT: script.encode(), "requirements.txt": _requirements(sources)}
        files |= sources
    return files


def bundles(parts: Sequence[tuple[FigureExport, Dataset]]) -> bytes:
    """Pack a folder a slide, and all captions and citations, in the order of the slides."""
    files = {
        f"slide-{place:02}/{name}": content
        for place, part in enumerate(parts, 1)
        for name, content in _files_of(*part, PROJECT).items()
    }
    words = (
        f"Slide {place}\n\n{caption(exhibit)}\n{citation_text(exhibit)}"
        for place, (exhibit, _) in enumerate(parts, 1)
    )
    return zip_files({"captions.txt": "\n\n".join(words).encode("utf-8", "replace"), **files})


def _data_file(data: Dataset) -> str:
    """Name the data file, which may have been called anything, by what it is."""
    suffix = PurePosixPath(data.name).suffix.lower()
    return f"studies{suffix if suffix in ('.csv', '.tsv', '.txt') else '.csv'}"


def _script(exhibit: FigureExport, data: Dataset) -> str:
    return _SCRIPT.format(
        script=SCRIPT,
        file=_data_file(data),
        name=data.name,
        version=data.version,
        tried=sorted(map(int, data.tried)),
        recipe=exhibit.recipe,
        table=TABLE,
        figure=FIGURE,
    )


def _sources(script: str, library: Path) -> dict[str, bytes]:
    """Collect the sources of ours that a script needs, and those that they need, by path."""
    held: dict[str, bytes] = {}
    waiting = [path for name in _imports(script) for path in _files(name, library)]
    while waiting:
        path = waiting.pop()
        name = path.relative_to(library).as_posix()
        if name not in held:
            held[name] = path.read_bytes()
            waiting += [p for n in _imports(held[name]) for p in _files(n, library)]
    return dict(sorted(held.items()))


@lru_cache(512)
def _imports(source: str | bytes) -> tuple[str, ...]:
    """Name every module that a source imports, and every name that may be a module."""
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(names)


def _files(name: str, library: Path) -> Iterator[Path]:
    """Find the files of ours that importing a name runs: its packages, and the module itself."""
    parts = name.split(".")
    if parts[0] != "lib":
        return
    for end in range(1, len(parts) + 1):
        place = library.joinpath(*parts[:end])
        found = (place / "__init__.py", place.with_suffix(".py"))
        yield from (path for path in found if path.is_file())


def _requirements(sources: Mapping[str, bytes]) -> bytes:
    """List the packages that the sources import, at the versions that run here."""
    imported = {name.split(".")[0] for source in sources.values() for name in _imports(source)}
    packages = {
        distribution
        for name in imported - sys.stdlib_module_names - {"lib"}
        for distribution in _distributions().get(name, [])
    }
    return "".join(f"{name}=={version(name)}\n" for name in sorted(packages)).encode()


@cache
def _distributions() -> Mapping[str, list[str]]:
    return packages_distributions()


def _readme(exhibit: FigureExport, data: Dataset) -> str:
    tried = f"{len(data.tried):,} of its rows are only tried and not saved." if data.tried else ""
    again = [
        f"To draw the figure again with Python {platform.python_version()}, which drew it, or a "
        "newer one:",
        "",
        "    pip install -r requirements.txt",
        f"    python {SCRIPT}",
        "",
        f"It writes figure.html, prints the numbers of {TABLE}, and says whether the figure is the "
        "same.",
    ]
    lines = [
        " ".join(exhibit.title.split()),
        f"Response Decay, {' '.join(exhibit.source.split())}",
        *filter(None, [exhibit.link, tried]),
        "",
        *(again if exhibit.recipe else ["This figure cannot be drawn again by a script."]),
        "",
        f"{_data_file(data)}: the studies, byte for byte.",
        f"{TABLE}: the numbers of the figure. A text that a spreadsheet would run as a formula has "
        "an apostrophe (') in front of it.",
        f"{FIGURE}: the figure for Plotly.",
        *(
            [
                f"{SCRIPT}, lib: the script, and the sources of the dashboard that it needs.",
                "requirements.txt: the packages and versions that drew the figure.",
            ]
            if exhibit.recipe
            else []
        ),
        "LICENSE.txt: the licence of the script and the sources. None is claimed for the data,",
        "which are numbers from the publications that their citations name.",
        "",
        "For information about published evidence only; not medical advice.",
    ]
    return "\n".join([*lines, ""])
