import json

import pytest

from lib.analysis.settings import WHAT_IF
from tests.pages.page_text import html

SOURCES = "Sources and methods"
ARMS = {"Drug": "intervention", "Sham": "comparator"}


@pytest.fixture
def lossy(tmp_path, write_csv):
    """A file of three made-up studies of which more and more patients are missing."""
    rows = [
        {"study": f"S {i}", "arm": arm, "role": role, "treatment": arm, "outcome": "relief"}
        | {"months": month, "n_enrolled": 60, "n_assessed": 58 - month, "randomised": "yes"}
        | {"responders": (30 if arm == "Drug" else 14) + i - month}
        for i in range(3)
        for arm, role in ARMS.items()
        for month in (3, 12)
    ]
    path = tmp_path / "lossy.csv"
    path.write_bytes(write_csv(*rows))
    return path


def drawn(app):
    traces = json.loads(app.get("plotly_chart")[0].proto.spec)["data"]
    return [(trace["x"], trace["y"]) for trace in traces]


def test_the_curves_and_words_move_with_the_odds(open_app, lossy):
    app = open_app(csv=lossy, missing=WHAT_IF, imor="none responded", tab=SOURCES)
    before = drawn(app)
    assert "Missing as if none responded" in html(app)
    app.select_slider(key="imor").set_value("all responded").run()
    assert drawn(app) != before
    assert "Missing as if all responded" in html(app)


def test_how_fast_it_falls_says_what_could_put_the_fall_in_doubt(open_app, lossy):
    app = open_app("explore/study.py", csv=lossy, study="S 0", tab="How fast it falls")
    assert "missing at 12 months" in html(app)


def test_arms_are_compared_under_what_is_supposed(open_app, lossy):
    app = open_app(
        "explore/compare.py", csv=lossy, month="12", missing=WHAT_IF, imor="half the odds"
    )
    app.session_state["pairs_one_by_one"] = True
    said = html(app.run())
    assert "(18 of 46 assessed, of 60 enrolled against 2 of 46 assessed, of 60 enrolled)" in said
    assert "Whatever the missing did, alike in both arms, the difference stays." in said


def test_a_pool_has_a_table_over_the_usual_odds_made_where_it_is_opened(open_app, lossy):
    app = open_app(
        "explore/synthesis.py", csv=lossy, treatment="Drug", figure="12", tab="How sure it is"
    )
    assert "A fifth of the odds" not in html(app)
    app.session_state["what_if_12"] = True
    app.run()
    said = html(app)
    assert "A fifth of the odds" in said
    assert "Of 180 enrolled in these studies 42 are missing." in said


def test_two_treatments_over_studies_move_with_the_odds(open_app, lossy):
    asked = {"month": "12", "missing": WHAT_IF}
    app = open_app("explore/compare.py", csv=lossy, imor="half the odds", **asked)
    said, before = html(app), drawn(app)
    assert "), missing with half the odds of those assessed</h1>" in said
    assert "Mantel-Haenszel and GLMM are not given" in said
    assert "At 3 and 12 months more would respond with Drug than with Sham." in said
    app.select_slider(key="imor").set_value("all responded").run()
    assert drawn(app) != before


def test_the_same_studies_move_with_the_odds(open_app, lossy):
    asked = {"treatment": "Drug", "figure": "Forest", "missing": WHAT_IF}
    app = open_app("explore/synthesis.py", csv=lossy, imor="none responded", **asked)
    said, before = html(app), drawn(app)
    assert "is left at 12 months, missing as if none responded</h1>" in said
    app.select_slider(key="imor").set_value("twice the odds").run()
    assert drawn(app) != before


def test_the_chance_of_a_new_study_is_refused_in_words(open_app, lossy):
    asked = {"treatment": "Drug", "figure": "12", "missing": WHAT_IF, "imor": "none responded"}
    said = html(open_app("explore/synthesis.py", csv=lossy, **asked))
    assert "is not told. That takes counts, and under “What if” shares are supposed" in said


@pytest.mark.parametrize(
    ("page", "asked", "key", "told"),
    [
        ("compare", {"month": "12", "tab": "Read the numbers"}, "contrast",
         "in the arms with Sham"),
        ("synthesis", {"treatment": "Drug", "figure": "Forest", "tab": "How sure it is"}, "change",
         "the missing at 12 months"),
    ],
)  # fmt: skip
def test_a_table_over_the_usual_odds_and_the_tip_are_made_when_opened(
    open_app, lossy, page, asked, key, told
):
    app = open_app(f"explore/{page}.py", csv=lossy, **asked)
    assert "A fifth of the odds" not in html(app)
    app.session_state[f"what_if_{key}"] = True
    said = html(app.run())
    assert "A fifth of the odds" in said
    assert told in said
