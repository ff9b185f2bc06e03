import pytest

from tests.pages.conftest import ROOT

GLIOMAS = ROOT / "data" / "examples" / "gliomas.csv"


def answers(app):
    labels = [link.proto.label for link in app.get("page_link")]
    shown = [label.partition("] ")[2] for label in labels if label.startswith(":small[")]
    return [text.strip("*").replace("\\", "") for text in shown]


@pytest.mark.parametrize(
    ("csv", "texts"),
    [
        (
            None,
            [
                "Chakraverty 2004: 73% left at month 12 (47 to 115%)",
                "Not known: 1 of 3 studies needed at two times",
                "Not known: 0 of 3 randomised studies needed",
            ],
        ),
        (
            GLIOMAS,
            [
                "Trial 12: 26% left at month 24 (21 to 32%)",
                "45% left from month 12 to 24 (38 to 54%)",
                "More at 12, 18; unsure at 6, 24 months",
            ],
        ),
    ],
)
def test_the_front_page_answers_three_questions(read_app, csv, texts):
    assert answers(read_app("explore/curves.py", csv)) == texts


def test_thousands_of_rows_are_not_pooled_unasked(read_app, tmp_path, write_csv, monkeypatch):
    monkeypatch.setattr("lib.ui.explore.answers.MOST_ROWS", 5)
    csv = tmp_path / "many.csv"
    csv.write_bytes(write_csv(*({"study": f"S {i}", "rate_pct": 50} for i in range(6))))
    assert answers(read_app("explore/curves.py", csv))[1:] == [
        "Pool the studies to see",
        "Compare the arms to see",
    ]
