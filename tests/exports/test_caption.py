import io
from dataclasses import replace

import pandas as pd
import pytest

from lib.exports.caption import caption, citation_text
from lib.exports.figure_export import FigureExport
from lib.exports.tables.points_csv import Stamp
from lib.narrative.numbers.count_text import MEANINGS

EXHIBIT = FigureExport(
    title="Share responding at each visit",
    chart=None,
    alt="Share responding at each visit. A 2001, Drug: 79% (15 of 19) responded at 3 months.",
    method="Whiskers: 95% Wilson intervals.",
    table=pd.DataFrame(),
    cautions=("A 2001: Not what it seems.",),
    citations=("A et al. J 2001;1:1.", "B et al. J 2002;2:2.", "A et al. J 2001;1:1.", ""),
    stamp=Stamp("Curves", "studies.csv", "abcd1234", "22 November 2026"),
    link="https://example.org/curves?focus=A+2001",
)


def test_a_caption_says_what_is_shown_and_how():
    assert caption(EXHIBIT) == (
        "Share responding at each visit.\n\n"
        "A 2001, Drug: 79% (15 of 19) responded at 3 months.\n\n"
        "Whiskers: 95% Wilson intervals.\n\n"
        "Caution. A 2001: Not what it seems.\n\n"
        "Response Decay, studies.csv, version abcd1234 · 22 November 2026.\n\n"
        "https://example.org/curves?focus=A+2001\n"
    )


def test_a_figure_is_cited_with_its_studies_each_once():
    assert citation_text(EXHIBIT) == (
        "Share responding at each visit. Figure made with Response Decay from studies.csv, "
        "data version abcd1234, 22 November 2026. https://example.org/curves?focus=A+2001\n\n"
        "Studies shown:\n\nA et al. J 2001;1:1.\n\nB et al. J 2002;2:2.\n"
    )


def test_what_is_not_there_leaves_no_gap():
    bare = replace(EXHIBIT, cautions=(), citations=(), link="", alt="")
    assert "\n\n\n" not in caption(bare)
    assert citation_text(bare).endswith("22 November 2026.\n")


@pytest.mark.parametrize("write", [caption, citation_text])
def test_texts_of_people_stay_in_their_line(write):
    text = write(replace(EXHIBIT, title="Does\nit\x00 last?", citations=("A\n\n=1+1",)))
    assert text.startswith("Does it last? ") or text.startswith("Does it last?\n\n")
    assert "\n=1" not in text


def test_marks_are_explained_once():
    marks = " ".join(MEANINGS.values())
    said = caption(replace(EXHIBIT, alt=f"15† of 19‡. {marks}", method=f"{marks} Whiskers."))
    assert all(said.count(meaning) == 1 for meaning in MEANINGS.values())
    bare = caption(replace(EXHIBIT, alt=f"15† of 19‡. {marks}"))
    assert all(bare.count(meaning) == 1 for meaning in MEANINGS.values())


def test_the_table_of_a_figure_explains_its_marks_and_intervals():
    table = pd.DataFrame({"Responding / counted": ["15†/19‡"]})
    written = pd.read_csv(io.BytesIO(replace(EXHIBIT, table=table).table_csv()))
    assert written["method"].tolist() == [EXHIBIT.method]
