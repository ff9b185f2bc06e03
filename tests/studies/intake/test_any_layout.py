"""Any small table of the schema, however it is laid out, comes back to the same rows."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.studies.intake.import_file import import_file
from lib.studies.intake.instructions import NOTHING_SAID
from tests.studies.intake.mutations import mutate
from tests.thoroughness import examples

WORDS = {
    "English": ("study", "arm", "months", "assessed", "responders", "{} months"),
    "German": ("Studie", "Gruppe", "Monate", "Ausgewertet", "Ansprecher", "{} Monate"),
    "French": ("Étude", "Groupe", "Mois", "Évalués", "Répondeurs", "{} mois"),
}
ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16"]
STUDIES = ["Alder 2015", "Müller 2019", "Cedar et al. 2001"]
ARMS = ["Drug A", "Placebo", "Usual care", "50 mg"]


@st.composite
def small_tables(draw):
    """Rows by study, arm and month: the responders and the assessed."""
    studies = draw(st.lists(st.sampled_from(STUDIES), min_size=1, max_size=2, unique=True))
    arms = draw(st.lists(st.sampled_from(ARMS), min_size=2, max_size=3, unique=True))
    months = sorted(draw(st.sets(st.sampled_from([3, 6, 12, 24]), min_size=2, max_size=3)))
    rows = {}
    for key in [(s, a, m) for s in studies for a in arms for m in months]:
        assessed = draw(st.integers(2, 300))
        rows[key] = draw(st.integers(0, assessed)), assessed
    return rows


def long(rows, words):
    header = list(words[:5])
    return header, [[s, a, m, n, r] for (s, a, m), (r, n) in rows.items()]


def wide_pairs(rows, words):
    months = sorted({m for _, _, m in rows})
    cells = [
        [s, a, *("{}/{}".format(*rows[s, a, m]) for m in months)]
        for s, a in dict.fromkeys((s, a) for s, a, _ in rows)
    ]
    return [words[0], words[1], *(words[5].format(m) for m in months)], cells


def wide_counts(rows, words):
    months = sorted({m for _, _, m in rows})
    header = [f"{words[5].format(m)} {words[at]}" for m in months for at in (4, 3)]
    cells = [
        [s, a, *(number for m in months for number in rows[s, a, m])]
        for s, a in dict.fromkeys((s, a) for s, a, _ in rows)
    ]
    return [words[0], words[1], *header], cells


def arms_side_by_side(rows, words):
    arms = list(dict.fromkeys(a for _, a, _ in rows))
    header = [f"{a} {words[at]}" for a in arms for at in (4, 3)]
    cells = [
        [s, m, *(number for a in arms for number in rows[s, a, m])]
        for s, m in dict.fromkeys((s, m) for s, _, m in rows)
    ]
    return [words[0], words[2], *header], cells


def arms_across(rows, words):
    arms = list(dict.fromkeys(a for _, a, _ in rows))
    cells = [
        [s, m, *("{}/{}".format(*rows[s, a, m]) for a in arms)]
        for s, m in dict.fromkeys((s, m) for s, _, m in rows)
    ]
    return [words[0], words[2], *arms], cells


LAYOUTS = [long, wide_pairs, wide_counts, arms_side_by_side, arms_across]


def write(header, cells, order, separator, encoding):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([[row[at] for at in order] for row in [header, *cells]])
    return text.getvalue().encode(encoding)


def answer_all(data):
    """The import with each question answered as the table means it."""
    answers = {}
    for _ in range(5):
        imported = import_file(data, "table.csv", replace(NOTHING_SAID, answers=answers))
        if not imported.questions:
            break
        for question in imported.questions:
            kind = question.key.partition(":")[0]
            answers[question.key] = {"unit": "count", "sum": "data", "time_unit": "months"}[kind]
    return imported


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
@examples(200)
@given(data=st.data(), rows=small_tables())
def test_a_table_comes_back_from_any_layout(layout, data, rows):
    header, cells = layout(rows, WORDS[data.draw(st.sampled_from(sorted(WORDS)))])
    order = data.draw(st.permutations(range(len(header))))
    separator = data.draw(st.sampled_from([",", ";", "\t"]))
    written = write(header, cells, order, separator, data.draw(st.sampled_from(ENCODINGS)))
    imported = answer_all(written)
    read = imported.checked.rows
    told = {
        (row.study, row.arm, row.months): (row.responders, row.n_assessed)
        for row in read.itertuples()
    }
    assert told == rows
    assert len(read) == len(rows)
    assert imported.set_aside == []


@given(st.integers(0, 2**32))
@examples(100)
@example(0)
def test_a_damaged_file_is_told_and_never_raises(seed):
    name, data = mutate(seed)
    imported = import_file(data, name)
    assert imported.checked.refused or imported.tables
