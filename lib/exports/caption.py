"""What to paste under a figure, and how to cite it."""

from collections.abc import Iterable

from lib.exports.figure_export import FigureExport
from lib.narrative.numbers.count_text import MEANINGS

APP = "Response Decay"


def caption(exhibit: FigureExport) -> str:
    """Write what stands under a figure in an article: what it shows, how, and of which data.

    Returns
    -------
    Plain text, a paragraph each for the title, the numbers with who was counted, the method and
    levels, each caution, and the source with data version, date and link.
    """
    title = _sentence(exhibit.title)
    shown = _line(exhibit.alt)
    # The paragraph of the method explains the marks.
    for meaning in MEANINGS.values():
        shown = shown.replace(meaning, "") if meaning in exhibit.method else shown
    return _paragraphs(
        [
            title,
            shown.removeprefix(title).lstrip(),
            exhibit.method,
            *(f"Caution. {text}" for text in exhibit.cautions),
            _sentence(f"{APP}, {exhibit.source}"),
            exhibit.link,
        ]
    )


def citation_text(exhibit: FigureExport) -> str:
    """Write how to cite a figure, and then its studies, each once, in their order."""
    studies = list(dict.fromkeys(filter(None, map(_line, exhibit.citations))))
    stamp = exhibit.stamp
    own = (
        f"{_sentence(exhibit.title)} Figure made with {APP} from {stamp.file}, "
        f"data version {stamp.version}, {stamp.date}."
    )
    return _paragraphs(
        [f"{own} {exhibit.link}", *(["Studies shown:"] if studies else []), *studies]
    )


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n\n".join(filter(None, map(_line, texts))) + "\n"


def _sentence(text: str) -> str:
    line = _line(text)
    return line if line.endswith((".", "?", "!")) else f"{line}."


def _line(text: str) -> str:
    """Put a text into one line, without characters that no document can hold."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
