"""Send hostile texts through pages, exports, files and the history.

    python -m benchmarks.endurance.payloads [--full]

The texts stand in names of studies, arms and treatments, in notes and citations, in names of files,
titles of slides and names of editors. No page may run one as a script, ask another host or end with
an error; what is downloaded must open as what it is; a CSV may hold no formula; a file of any name
must be saved, read and restored, and nothing be written beside it.
"""

import csv
import io
import json
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pandas as pd
from playwright.sync_api import Browser, Page, Request
from pptx import Presentation

from benchmarks import servers
from benchmarks.browser import chromium
from benchmarks.endurance.common import (
    EDITOR,
    STUDIES,
    WHY,
    arguments,
    report,
    require,
    save_row,
    write_studies,
)
from lib.analysis.estimates import estimates
from lib.analysis.selection import with_series
from lib.analysis.settings import View
from lib.charts.curves.curves import curves
from lib.charts.figure_options import Picture
from lib.exports.document import document
from lib.exports.figure_export import FigureExport, RevealStep, SlideExport
from lib.exports.powerpoint import powerpoint
from lib.exports.reproduction_bundle import bundle
from lib.exports.tables.points_csv import Stamp
from lib.exports.tables.studies_csv import full_csv
from lib.narrative.series_text import with_words
from lib.slides.slide_list import CURVES, TITLE_MOST, Slide
from lib.slides.slide_url import slides_to_text
from lib.studies.dataset import dataset_of
from lib.studies.intake.import_file import import_file
from lib.studies.permissions import Editor
from lib.studies.store import store
from lib.studies.store.store import NotKeptError

PAGES = ("", "compare", "synthesis", "study", "studies", "history", "problems", "columns", "upload")
COLUMNS = ("study", "arm", "months", "rate_pct", "n_assessed", "treatment", "note", "citation")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
A_LINK = 12  # slides
NAME_MOST = 120  # bytes of a file's name, which most systems take with what is added to it

SCRIPTS = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg onload=window.hit=1>",
    "<svg><script>window.hit=1</script></svg>",
    '"><img src=x onerror=window.hit=1>',
    "'><img src=x onerror=window.hit=1>",
    '" onmouseover="window.hit=1" autofocus onfocus="window.hit=1',
    "javascript:window.hit=1",
    '<a href="javascript:window.hit=1">open</a>',
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<math><mtext></mtext><style><img src=x onerror=window.hit=1></style></math>",
    "<details open ontoggle=window.hit=1>",
    "<style>@import 'http://evil.example/x.css'</style>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<img src=http://evil.example/x.png>",
    "<base href=http://evil.example/>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "--><script>window.hit=1</script><!--",
    "]]><script>window.hit=1</script>",
    "`${window.hit=1}`",
    "\\u003cscript\\u003ewindow.hit=1\\u003c/script\\u003e",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "%3Cscript%3Ewindow.hit=1%3C/script%3E",
)
MARKUP = (
    "[open](javascript:window.hit=1)",
    "![x](http://evil.example/x.png)",
    "# A heading",
    "**bold** _and_ ~~more~~",
    "$\\LaTeX{\\href{javascript:window.hit=1}{x}}$",
    ":material/home: :red[red] :rainbow[all]",
    "| a | table |\n| --- | --- |",
    "<b>bold</b><br><a href='http://evil.example/'>x</a>",
    "%{x} %{customdata[0]}<extra></extra>",
    "{{7*7}}{% for x in (1,) %}x{% endfor %}",
    "${7*7} #{7*7}",
    "{0.__class__.__mro__} {study!r} %s %(x)s %n",
    "&amp;&nbsp;&#x41;",
    "<!-- a comment",
    "```\ncode",
    "> quote\n\n- list",
)
SPREADSHEETS = (
    '=HYPERLINK("http://evil.example/","x")',
    "=cmd|'/c calc'!A0",
    "+SUM(1,1)",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    '","=1+1","',
    ";=1+1;",
    "1e999",
    "12-Oct",
    "NaN",
)
PATHS = (
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/passwd",
    "C:\\x",
    "con",
    "a:b?c*d|e",
    "~root",
    "-rf",
    "$(touch hit)",
    "`touch hit`",
    "; touch hit #",
    "%2e%2e%2f",
)
CHARACTERS = (
    "\u202egnp.exe",
    "zero\u200bwidth\u2060",
    "\ufeffmark",
    "e\u0301\u0301\u0301" * 8,
    "\U0001f469\u200d\U0001f52c",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "\uff1cscript\uff1ewindow.hit=1",
    "\u2028line\u2029",
    "x" * 400,
    " " * 3 + "spaces" + " " * 3,
    "\x1b[31mred\x1b[0m",
    "\ue000\ufffd\ufffe",
    "I\u0307\u0131\u1e9e",
    "'; DROP TABLE studies;--",
    '{"study": null, "__proto__": {"hit": 1}}',
    "None",
)
TEXTS = (*SCRIPTS, *MARKUP, *SPREADSHEETS, *PATHS, *CHARACTERS)


def main() -> None:
    """Run the script."""
    asked, started = arguments(__doc__, 40, 128, "texts"), time.monotonic()
    texts = _texts(asked.count)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        names = _try_names(folder / "names", texts)
        editors = _try_editors(folder / "editors", texts)
        files = _try_exports(folder / "exports", texts)
        path = _studies(folder / "pages", texts)
        for text in texts[:4]:
            with suppress(NotKeptError):
                save_row(path, f"{text} 2020", Editor(text), text)
        with servers.dashboard(path) as url, chromium() as browser:
            pages = sum(_visit(browser, address) for address in _addresses(url, texts))
            pages += sum(_visit(browser, f"file://{file}") for file in files)
        require(not (folder.parent / "hit").exists(), "a text ran in a shell")
    what = f"{len(texts)} hostile texts: {pages} pages, {len(files)} documents"
    report(f"{what}, {names} files' names, {editors} editors' names: none did anything", started)


def _texts(count: int) -> list[str]:
    """Texts as they are, then each within others."""
    every = [*TEXTS, *(f"Kim 2001 {text} et al." for text in TEXTS)]
    step = max(1, len(every) // count)
    return [*every[::step], *every[1::step]][:count]


def _studies(folder: Path, texts: list[str]) -> Path:
    """A file in which the texts stand in every column of text; the file's name is one, too."""
    folder.mkdir()
    return write_studies(folder, _csv(texts), "a <img src=x onerror=hit=1>.csv")


def _csv(texts: list[str]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for place, each in enumerate(texts):
        for months in (3, 12):
            other = texts[(place + 1) % len(texts)]
            row = (f"{each} {place}", other, months, 80 - months, 40, texts[place % 7], each, other)
            writer.writerow(row)
    return text.getvalue().encode("utf-8", "replace")


def _try_names(folder: Path, texts: list[str]) -> int:
    """Save, read, restore and import files of such names."""
    folder.mkdir()
    tried = 0
    for text in texts:
        name = text.replace("/", "_").replace("\0", "")
        name = name.encode("utf-8", "replace")[:NAME_MOST].decode("utf-8", "ignore") + ".csv"
        within = folder / str(tried)
        path = write_studies(within, STUDIES, name)
        save_row(path, "C 2003")
        store.restore(path, 1, EDITOR, WHY)
        past = store.history(path)
        require(path.read_bytes() == STUDIES and len(past.versions) == 3, f"{name!r}: {past}")
        require(not past.problems, past.problems)
        require(len(import_file(STUDIES, name).checked.rows) == 2, f"{name!r} was not read")
        require({each.name for each in within.iterdir()} == {name, "history"}, "more was written")
        tried += 1
    return tried


def _try_editors(folder: Path, texts: list[str]) -> int:
    """Save under such names and with such sentences."""
    path, saved = write_studies(folder), 0
    for text in texts:
        with suppress(NotKeptError):  # a name may be too long, or blank
            save_row(path, f"Row {saved}", Editor(text[:80], f"{text[:20]}@example.org"), text)
            saved += 1
    past = store.history(path)
    require(len(past.versions) == saved + 1 and not past.problems, "a version was lost")
    for each in (folder / "history").glob("*.json"):
        json.loads(each.read_bytes())
    return saved


def _try_exports(folder: Path, texts: list[str]) -> list[Path]:
    """Write all files of a figure with such names and titles; give those a browser opens."""
    folder.mkdir()
    data = dataset_of(_csv(texts), "studies.csv")
    points = with_words(estimates(with_series(data.rows), View())).reset_index()
    slides = [_slide(points, text[:TITLE_MOST]) for text in texts]
    deck = Presentation(io.BytesIO(powerpoint(slides[::4])))
    require(len(deck.slides) >= len(slides[::4]), "a page of PowerPoint is missing")
    zipped = bundle(slides[0].exhibit, data)
    with zipfile.ZipFile(io.BytesIO(zipped)) as files:
        require(files.testzip() is None, "a bundle is spoilt")
        require(not any(".." in name or name.startswith("/") for name in files.namelist()), "paths")
    for made in (slides[0].exhibit.table_csv(), full_csv(data)):
        _require_no_formula(made)
    documents = []
    for place in range(0, len(slides), 16):
        documents.append(folder / f"{place}.html")
        made = document(slides[place : place + 16], texts[place])
        documents[-1].write_bytes(made)
    return documents


def _slide(points: pd.DataFrame, title: str) -> SlideExport:
    picture = Picture(title=title, footer=title)
    chart = curves(points.head(40), (), picture)
    stamp = Stamp(title, title, "ab12cd34", "1 May 2026")
    table = pd.DataFrame({"Study": points["study"], title or "-": points["arm"]})
    words = (title, chart, title, title)
    exhibit = FigureExport(*words, table, (title,), (title,), stamp, f"http://localhost/?x={title}")
    return SlideExport(exhibit, title, (RevealStep("", exhibit.figure),))


def _require_no_formula(data: bytes) -> None:
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        for cell in row:
            is_number = cell[:1] in "+-" and cell[1:].replace(".", "").isdigit()
            require(not cell.startswith(FORMULAS) or is_number, f"a formula: {cell!r}")


def _addresses(url: str, texts: list[str]) -> Iterator[str]:
    for name in PAGES:
        yield f"{url}/{name}"
    for start in range(0, len(texts), A_LINK):
        listed = [Slide(CURVES, (), text[:TITLE_MOST], text) for text in texts[start:][:A_LINK]]
        link = slides_to_text(listed, texts[start][:TITLE_MOST])
        if link.text:
            yield f"{url}/slides?slides={link.text}"


def _visit(browser: Browser, address: str) -> int:
    """Open a page as a newcomer; nothing may run, nothing be asked elsewhere, nothing fail."""
    context = browser.new_context()
    page = context.new_page()
    elsewhere: list[str] = []
    page.on("dialog", lambda dialog: elsewhere.append(f"a dialog: {dialog.message}"))
    page.on("request", lambda request: _note(request, elsewhere))
    page.goto(address)
    if address.startswith("http"):
        _wait_for_run(page)
    else:
        page.wait_for_timeout(500)
    require(page.evaluate("window.hit") is None, f"a text ran on {address[:80]}")
    require(not elsewhere, f"{address[:80]}: {elsewhere}")
    require(page.get_by_test_id("stException").count() == 0, f"an error on {address[:80]}")
    context.close()
    return 1


def _wait_for_run(page: Page) -> None:
    page.get_by_test_id("stApp").wait_for()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]')"
        "?.dataset.testScriptState === 'notRunning'",
        timeout=60_000,
    )
    page.wait_for_timeout(700)


def _note(request: Request, elsewhere: list[str]) -> None:
    if request.url.startswith(("http", "ws")) and "//localhost:" not in request.url:
        elsewhere.append(request.url)


if __name__ == "__main__":
    main()
