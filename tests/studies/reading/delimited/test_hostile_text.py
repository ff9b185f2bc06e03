"""Texts of which a pattern took for ever, or a time that grows with the square of their length."""

import time

import pytest

from lib.studies.intake.import_file import import_file
from lib.studies.reading.delimited.html_tables import is_html

HEADER = "study,arm,months,rate_pct"
ROW = "Kim 2010,Sugar,15,58.7"
TEXTS = {
    "spaces before a stray mark": f"{HEADER}\n{ROW}\n" + ", " * 26 + '"x\n',
    "comments before a page": "<!---->" * 26 + f"x\n{HEADER}\n{ROW}\n",
    "a long word before a letter of Windows": f"{HEADER}\n{ROW}\n" + "a" * 200_000 + " \u00e4\n",
    "marks that never end": "|study|arm|\n|--|--|\n|" + "<sup>" * 60_000 + "|b|\n",
    "a row of a million cells": f"{HEADER}\n{ROW}\n" + '"a",' * 1_000_000 + "\n",
    "a header of lines": f"{HEADER},{'_' * 60_000}!\n{ROW},1\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_takes_long(name: str) -> None:
    start = time.process_time()
    assert import_file(TEXTS[name].encode("cp1252")).file.name == ""
    assert time.process_time() - start < 2


def test_a_page_may_begin_with_comments() -> None:
    assert is_html(b" <!-- a -> --> <!---->\n<table><tr><td>x</table>")
    assert not is_html(b"<!-- a --> x <table>")
