import re
from itertools import pairwise
from pathlib import Path

import pytest

from lib.ui.components.method_links import NAMES

TEXT = (Path(__file__).parents[3] / "pages" / "about" / "methods.md").read_text("utf-8")
ANCHORS = {
    "-".join(re.findall(r"[^\W_]+", heading.lower()))
    for heading in re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
}
TERMS = re.findall(r"^- \*\*(.+)\*\*: ", TEXT.partition("## Glossary")[2], re.MULTILINE)


@pytest.mark.parametrize("section", NAMES)
def test_every_link_leads_to_a_heading(section):
    assert section in ANCHORS


def test_every_link_says_where_it_leads():
    assert len(set(NAMES.values())) == len(NAMES)
    assert all(name.startswith(("How ", "What ")) for name in NAMES.values())


def test_the_glossary_is_sorted():
    assert len(TERMS) > 30
    assert all(one.casefold() < next_one.casefold() for one, next_one in pairwise(TERMS))


def test_a_formula_over_several_lines_is_fenced():
    # Otherwise it swallows the rest of the page.
    fences = [line for line in TEXT.splitlines() if line.startswith("$$")]
    assert all(line == "$$" or (line.endswith("$$") and len(line) > 4) for line in fences)
