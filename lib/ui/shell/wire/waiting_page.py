"""The page that loads the app: words to read meanwhile, and an early request for the chart."""

import re
from collections.abc import Collection
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

_ASSETS = Path(__file__).parent
_SHEETS = re.compile(r'<link rel="stylesheet"[^>]*>\s*')
_LINKED = re.compile(r'(?:src|href)="\./static/([^"]+)"')
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_IMPORTED = re.compile(r'(?:from|import)"\./([^"]+\.js)"')
_CHART_MARK = b"newPlot"
_BEFORE_THE_CHART = ("Html", "BidiComponent", "ButtonGroup", "Button")
"""Parts of Streamlit that a page shows above its first chart: its title, actions and chips."""
_SKETCH = "<!-- sketch -->"


class WaitingPage:
    """Streamlit's `index.html` with words of our own.

    Parameters
    ----------
    static
        Streamlit's folder of `index.html`.
    with_chart
        Addresses of pages that draw a chart.
    others
        Addresses of the other pages.
    """

    def __init__(self, static: Path, with_chart: Collection[str], others: Collection[str]) -> None:
        self._static = static
        self._with_chart, self._others = frozenset(with_chart), frozenset(others)

    def has(self, address: str) -> bool:
        """Tell whether an address is a page's."""
        return address in self._with_chart | self._others

    def has_chart(self, address: str) -> bool:
        """Tell whether an address is that of a page with a chart."""
        return address in self._with_chart

    def html(self, address: str, sketch: str = "") -> str | None:
        """Give the page of an address, or None if it is no page's or Streamlit has none.

        `sketch` is HTML that is shown under the words.
        """
        if not self.has(address):
            return None
        try:
            page = _fill(self._static, self.has_chart(address), _changed(self._static))
        except OSError:
            return None
        return page.replace(_SKETCH, sketch, 1)


def page_scripts(static: Path) -> list[str]:
    """Give the scripts that stand in the pages themselves, the same in each."""
    with suppress(OSError):
        return _scripts(static, _changed(static))
    return []


def _changed(static: Path) -> int:
    return (static / "index.html").stat().st_mtime_ns


@lru_cache(maxsize=4)
def _scripts(static: Path, changed: int) -> list[str]:
    return _SCRIPT.findall(_fill(static, False, changed))


@lru_cache(maxsize=4)
def _fill(static: Path, has_chart: bool, _changed: int) -> str:
    page = (static / "index.html").read_text("utf-8")
    names = _early_files(static) if has_chart else []
    charts = _chart_files(static)
    links = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/{name}"'
        f"{' data-chart' if name in charts else ''}>\n"
        for name in names
    )
    # A browser paints nothing until it has the styles that stand above: ours come first.
    sheets = "".join(_SHEETS.findall(page))
    page = _SHEETS.sub("", page).replace("<title>Streamlit<", "<title>Response Decay<", 1)
    page = page.replace("</head>", f"{links}{_words('waiting_head.html')}</head>", 1)
    return page.replace("<body>", f"<body>\n{_words('waiting_body.html')}{sheets}", 1)


@cache
def _words(name: str) -> str:
    return (_ASSETS / name).read_text("utf-8")


@lru_cache(maxsize=4)
def _chart_files(static: Path) -> list[str]:
    """Find the script that draws charts, whatever it is called: the largest that defines how."""
    scripts = sorted(
        (static / "static" / "js").glob("*.js"), key=lambda path: path.stat().st_size, reverse=True
    )
    found = (path for path in scripts if _CHART_MARK in path.read_bytes())
    return [f"js/{path.name}" for path in found][:1]


@lru_cache(maxsize=4)
def _early_files(static: Path) -> list[str]:
    """List the scripts to ask for at once, the chart's last: it is by far the largest.

    A browser learns of a part of the app only when the server names it, and of what that part
    imports only when it has come: on a line with some latency each costs a way there and back.
    """
    folder, chart = static / "static" / "js", _chart_files(static)
    parts = [path for name in _BEFORE_THE_CHART for path in sorted(folder.glob(f"{name}.*.js"))]
    wanted = [*(path.name for path in parts), *(Path(name).name for name in chart)]
    linked = {Path(name).name for name in _linked_files(static)}
    for name in wanted:  # grows meanwhile
        wanted += [each for each in _imports(folder / name) if each not in {*wanted, *linked}]
    small = [f"js/{name}" for name in wanted if f"js/{name}" not in chart]
    return [*small, *chart]


def _imports(script: Path) -> list[str]:
    """Name the scripts that a script needs before it can run, each once."""
    with suppress(OSError):
        return list(dict.fromkeys(_IMPORTED.findall(script.read_text("utf-8"))))
    return []


def _linked_files(static: Path) -> list[str]:
    linked: list[str] = _LINKED.findall((static / "index.html").read_text("utf-8"))
    return linked


def first_files(static: Path) -> list[str]:
    """Name the files that a first visit loads, the largest of them first."""
    with suppress(OSError):
        files = [*_chart_files(static), *_linked_files(static), *_early_files(static)]
        return list(dict.fromkeys(files))
    return []
