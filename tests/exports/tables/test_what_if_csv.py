import csv
import io

import pytest

from lib.analysis.month_slice import at_month
from lib.analysis.pooling.changes.same_studies import same_studies
from lib.analysis.pooling.contrasts.arm_contrasts import contrast_at
from lib.analysis.pooling.contrasts.contrast_question import ContrastQuestion
from lib.analysis.pooling.question import ChangeQuestion, PoolingQuestion, Question
from lib.analysis.pooling.synthesis import synthesize
from lib.analysis.settings import WHAT_IF, MonthQuestion, View
from lib.exports.tables.change_csv import change_csv
from lib.exports.tables.contrast_csv import contrast_csv
from lib.exports.tables.points_csv import Stamp
from lib.stats.missing import IMORS

VIEW, STAMP = View(missing=WHAT_IF, imor=0.5), Stamp("T", "f.csv", "v", "today")
OTHERWISE, TIP = "pool if the missing did otherwise", "what puts the pool in doubt"


@pytest.fixture(scope="module")
def points(points_of, typed):
    rows = [
        {"study": f"S {i}", "arm": arm, "treatment": arm, "role": role, "months": months}
        | {"outcome": "relief", "randomised": "yes", "n_enrolled": 40, "n_assessed": 38 - months}
        | {"responders": 30 - i - months - (9 if arm == "Sham" else 0)}
        for i in range(3)
        for arm, role in (("Drug", "intervention"), ("Sham", "comparator"))
        for months in (3, 12)
    ]
    return points_of(typed(*rows), VIEW)


def rows_of(written):
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))


def of_kind(rows, kind):
    return [row for row in rows if row["row"] == kind]


def test_the_contrast_has_what_is_supposed_and_what_else_could_be(points):
    month, question = MonthQuestion(12, view=VIEW), ContrastQuestion()
    contrast = contrast_at(at_month(points, 12, 0), month, question)
    rows = rows_of(contrast_csv(contrast, (), question, VIEW, STAMP))
    assert rows[0]["view_missing_patients"] == "Missing with half the odds of those assessed"
    (study, *_) = of_kind(rows, "study")
    told = [study[f"{name}_{arm}"] for arm in "12" for name in ("n_enrolled", "missing_odds_ratio")]
    assert told == ["40", "0.5", "40", "0.5"]
    (pool,) = of_kind(rows, "pool")
    assert pool["model"] == "REML"
    others = of_kind(rows, OTHERWISE)
    assert len(others) == 3 * len(IMORS)
    (same,) = [
        row for row in others if row["missing_odds_ratio_1"] == row["missing_odds_ratio_2"] == "0.5"
    ]
    assert same["value"] == pool["value"]
    both, *_ = tips = of_kind(rows, TIP)
    assert len(tips) == 3
    assert "alike in both arms" in both["tipping_in_words"]


def test_the_change_has_what_is_supposed_and_what_else_could_be(points):
    asked = PoolingQuestion(Question("Drug", "relief", centres=(3.0, 12.0)), VIEW)
    same = same_studies(synthesize(points, asked), ChangeQuestion())
    rows = rows_of(change_csv(same, asked, STAMP))
    (study, *_) = of_kind(rows, "study")
    assert (study["later_n_enrolled"], study["later_missing_odds_ratio"]) == ("40", "0.5")
    others = of_kind(rows, OTHERWISE)
    assert len(others) == 2 * len(IMORS)
    (pool,) = of_kind(rows, "pool")
    assert others[IMORS.index(0.5)]["value"] == pool["value"]
    (tip,) = of_kind(rows, TIP)
    assert "the missing at 12 months" in tip["tipping_in_words"]
